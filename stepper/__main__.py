from stepper.cli.main import main

raise SystemExit(main())
