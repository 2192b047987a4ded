"""한국어. {z} {a} {delta} {w} {b}: 그 단계의 뉴런에 딸린 수의 이름, {below}: 그 입력,
{z_above} {delta_above} {w_above}: 위층 뉴런의 것."""

SENTENCES = {
    # --- 낱말
    "phase.given": "주어진 값",
    "phase.forward": "순전파",
    "phase.backward": "역전파",
    "phase.update": "갱신",
    "form.chain": "연쇄 법칙",
    "form.recursion": "점화식",
    "form.formula": "식",
    "form.numbers": "대입",
    "form.term": "항",
    "form.value": "",
    "goal": "목표",
    "source": "출처",
    "target": "목표값",
    "slope": "기울기",
    "from": "나온 곳",
    "used": "쓰이는 곳",
    "equation": "식 {number} / {count}",
    "equation.later": "식 {number} ({within} / {count})",
    "eq": "식 {number}",
    "iteration.word": "반복",
    "iteration": "반복 {number} / {count}",
    "epoch": "에포크 {epoch}, 표본 {sample}",
    "run": "신경망 {sizes}, {rate} (학습률), 반복 {iterations}번, 한 번에 식 {steps}개",
    "in_place": "일부러 하는 실수: 아래층의 δ에 이미 갱신한 가중치를 쓴다",
    "note": "참고",
    "slip": "원문에서는",
    "cost.fell": "{C}: {before}에서 {after}로 줄었다.",
    "cost.rose": "{C}: {before}에서 {after}로 늘었다. 여기서는 학습률이 너무 크다.",
    "cost.same": "{C}: 그대로 {after}.",
    # --- 왜: 단계마다 한두 문장
    "why.z": "{z}: 뉴런 {a}에 들어오는 값. 입력마다 가중치를 곱해 모두 더한다.",
    "why.z.bias": "{z}: 뉴런 {a}에 들어오는 값. 입력에 가중치를 곱해 더하고 편향을 더한다.",
    "why.a": "시그모이드는 {z} 값을 0보다 크고 1보다 작은 값으로 눌러 넣는다.",
    "why.a.one": "0에서 아주 멀면 시그모이드가 정확히 1로 반올림된다. 여기서는 기울기가 0이라 "
    "아무것도 배울 수 없다.",
    "why.a.out": "시그모이드는 {z} 값을 0과 1 사이로 눌러 넣는다. {a}: 예측값.",
    "why.C": "예측값과 목표값의 차이를 제곱한 것의 절반. 여기서 그래프는 1에서 시작해 방향을 바꾼다. 앞의 수가 "
    "하나씩 변하면 {C} 값은 어떻게 변할까?",
    "why.dC/da.out": "{a}의 책임: {a} 값이 목표값보다 크면 {C}도 {a}와 함께 커지고, 작으면 줄어든다.",
    "why.dC/da": "{a}의 영향은 {z_above}만 거쳐 {C}에 닿는다. 그래서 {delta_above}에 가중치 "
    "{w_above} 값을 곱해 되돌려 보낸다.",
    "why.dC/da.sum": "{a}의 영향은 위로 가는 모든 경로를 거쳐 {C}에 닿는다. 경로마다 되돌아온 것을 "
    "모두 더한다.",
    "why.dC/da.in_place": "바로 그 실수: 새 가중치를 썼다. 예측은 옛 가중치로 했으므로, 이 값은 "
    "{a}에 따른 {C}의 변화가 아니다.",
    "why.da/dz": "{z}에서 시그모이드가 얼마나 가파른지를 나타낸다. 1/4을 넘지 않으며, {a} 값이 0이나 "
    "1에 가까우면 0에 가깝다.",
    "why.delta.out": "{delta}: {z} 값이 변할 때 {C} 값이 얼마나 변하는가. {a}에서의 책임에 그 "
    "시그모이드의 기울기를 곱한다. 아래층의 모든 것이 이 위에 쌓인다.",
    "why.delta": "{delta}: {z} 값이 변할 때 {C} 값이 얼마나 변하는가. {delta_above}에 {w_above} 값을 "
    "곱해 되돌려 보내고, {a}의 기울기를 곱한다. {delta_above}: 이미 구해 둔 값. 그것이 핵심이다.",
    "why.delta.sum": "{delta}: {z} 값이 변할 때 {C} 값이 얼마나 변하는가. 모든 경로로 되돌아온 것에 "
    "{a}의 기울기를 곱한다.",
    "why.delta.in_place": "위에서 온 잘못된 책임에 기울기를 곱한다. 실수가 섞였으므로 {delta} 값은 {z}에 따른 "
    "{C}의 변화가 아니다.",
    "why.dC/dw.in_place": "식은 그대로 {delta} 곱하기 {below}. 그러나 {delta}에 실수가 섞였으므로 {w}에 따른 "
    "{C}의 변화가 아니다.",
    "why.dC/db.in_place": "바로 {delta}. 그러나 실수가 섞였으므로 {b}에 따른 {C}의 변화가 아니다.",
    "why.dC/dw": "{w} 값은 {below}에 곱해져 {z} 값이 된다. 그래서 {C}의 변화는 {delta} 곱하기 "
    "{below}만큼이다.",
    "why.dC/db": "{b} 값은 {z}에 그대로 더해진다. 그래서 그래디언트가 바로 {delta}.",
    "why.w+": "내리막으로 한 걸음: 가중치를 그래디언트의 반대쪽으로, 그 {rate}배만큼 옮긴다.",
    "why.b+": "내리막으로 한 걸음: 편향을 그래디언트의 반대쪽으로, 그 {rate}배만큼 옮긴다.",
    # --- 원문이 틀린 곳, 그것이 문제가 되는 단계에서
    "slip.delta.out": "δy에 h를 곱해 놓았다. 그 곱은 ∂C/∂W₂이고, δy는 h가 없는 ∂C/∂z이다.",
    "slip.delta.shared": "두 그래디언트에 (y−y′)y(1−y)h가 겹친다고 한다. 겹치는 것은 "
    "(y−y′)y(1−y)이다. h(1−h)에도 h가 있는 것은 시그모이드라서 생긴 우연이다.",
    "slip.delta": "모든 층에 같은 g′(x)를 쓴다. δ마다 자기 층의 기울기를 곱해야 한다.",
    "slip.slope": "g(x) = y(1−y)라고 적었다. y(1−y)는 g′(z)이고, y = g(z)이다.",
    "slip.range": "시그모이드가 0 또는 1이라고 한다. 시그모이드는 0과 1 사이에 있고 어느 쪽에도 닿지 "
    "않는다. g′ = g(1−g)는 y = g(z)에서 나온다.",
    "slip.target": "y′를 예측값이라고 한다. 예측값은 y이고 y′는 목표값이다.",
    "slip.mse": "½(y−y′)²을 MSE라고 한다. 이것은 표본 하나의 제곱 오차의 절반이다.",
    "slip.chain": "L을 x로 미분할 수 없다고 한다. y를 거쳐 미분할 수 있다. 연쇄 법칙이 바로 그것이다.",
    "slip.order": "W₂를 갱신한 다음 W₁을 구한다. 두 그래디언트를 모두 옛 가중치로 구한 다음 둘 다 "
    "갱신해야 한다.",
    "slip.letters": "∂/∂W₁ 뒤에 g(W₂h)를 빠뜨렸고, W₂를 w₂로도 적었다. 같은 글자이다: "
    "(y−y′) ∂/∂W₁ g(W₂h).",
    "slip.update": "역전파가 x와 y를 갱신한다고 한다. 역전파는 그래디언트를 구하고, 경사 하강법이 "
    "가중치를 갱신한다. 입력은 그대로다.",
    # --- 명령
    "check.gradient": "그래디언트",
    "check.analytic": "역전파로",
    "check.numeric": "차분으로",
    "check.same": "같음",
    "check.differs": "다름",
    "check.small": "너무 작아 확인할 수 없음",
    "check.right": "그래디언트 {count}개가 모두 비용의 중심 차분과 같다.",
    "check.right_some": "그래디언트 {count}개 가운데 {same}개가 비용의 중심 차분과 같고, {small}개는 너무 작아 확인할 수 없다.",
    "check.wrong": "그래디언트 {count}개 가운데 {wrong}개가 비용의 중심 차분과 다르다.",
    "check.in_place": "그래디언트 {count}개 가운데 {wrong}개가 비용의 도함수가 아니고, 그것이 배울 점이다. 이 시나리오는 이미 "
    "갱신한 가중치로\nδ를 구한다.",
    "verify.right": "{name}: {iterations}번의 반복, 한 번에 수 {columns}개가 모두 식과 같다.",
    "wrote": "{name}: 저장했다. 열기: stepper {name}",
    # --- 화면
    "key.next": "다음",
    "key.back": "이전",
    "key.next_delta": "다음 δ",
    "key.previous_delta": "이전 δ",
    "key.next_update": "다음 갱신",
    "key.next_iteration": "다음 반복",
    "key.previous_iteration": "이전 반복",
    "key.first": "반복의 첫 단계, 한 번 더: 전체의 처음",
    "key.last": "반복의 마지막 단계, 한 번 더: 전체의 끝",
    "key.go_to": "이동",
    "key.help": "도움말",
    "key.close": "닫기, 목록으로",
    "key.quit": "끝내기",
    "key.open": "열기",
    "key.choose": "고르기",
    "help.title": "글쇠",
    "parameters": "가중치",
    "key.next_phase": "다음 국면",
    "key.previous_phase": "이전 국면",
    "help.highlight": "강조된 수가 지금 만들어지는 수이고, 밝은 수가 그 재료이다. {unknown}는 아직 만들어지지 "
    "않은 수이다.",
    "goto.prompt": "이동할 단계: 전체에서의 번호, 또는 {example} 같은 이름",
    "goto.unknown": "{text}: 그런 단계가 없다. 1부터 {count}까지의 번호나 {example} 같은 이름을 쓴다",
    "picker.title": "어느 신경망?",
    "picker.size": "한 번에 식 {steps}개, 반복 {iterations}번",
    "terms.more": "{count}개 더, 합 {sum}",
    "first.hint": "→ 다음 수를 만든다",
    "end.hint": "i: 새 가중치로 한 번 더",
    "end.hint.sample": "i: 새 가중치로 다음 표본",
    "end.run": "실행이 끝났다.",
}
