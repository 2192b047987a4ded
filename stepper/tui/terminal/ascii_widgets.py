"""What Textual itself draws, in ASCII: its frames; ascii_bars has its scrollbars."""

# The class of an app that draws in ASCII is -ascii.
CSS = """
App.-ascii Toast { border-left: ascii $primary; }
App.-ascii CommandPalette #--input { border: ascii $quiet; }
App.-ascii CommandList { border-bottom: ascii $quiet; }
App.-ascii LoadingIndicator { display: none; }
"""
