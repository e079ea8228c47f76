"""The engine against real contests: every stage, marker and quota, as expected and as officially published."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal

import pytest

from agm.counting import RULE_SETS, CountResult
from agm.counting.result import ExclusionReason
from agm.counting.values import as_decimal_text
from tests.samples import CONTESTS, SYNTHETIC, expected_result, sample, sample_ballots
from tests.support.counting import assert_sums, count_with_lots, texts


def counted(name: str, rules: str) -> CountResult:
    """A sample counted; the synthetic lots were all drawn for the lowest number."""
    file = sample_ballots(name)
    result = count_with_lots(file.contest, file.ballots, RULE_SETS[rules])
    assert_sums(result)
    return result


def stages_of(result: CountResult) -> list[list[str]]:
    return [texts(stage.totals, result) for stage in result.stages]


def really_excluded(result: CountResult) -> list[list[int]]:
    return [[e.candidate, e.stage] for e in result.excluded if e.by is not ExclusionReason.SEATS_FILLED]


@pytest.mark.parametrize("name", CONTESTS + SYNTHETIC)
def test_scottish_stages_and_markers(name: str) -> None:
    expected = expected_result(name)["scottish"]
    result = counted(name, "scottish")
    assert stages_of(result) == expected["stages"]
    assert [[e.candidate, e.stage] for e in result.elected] == expected["elected"]
    # the expected tables name the stage after which somebody is excluded, the engine the one that transfers the papers
    assert [[candidate, stage - 1] for candidate, stage in really_excluded(result)] == expected["excluded"]
    assert as_decimal_text(result.quota or 0, result.scale, 0) == str(expected["quota"])
    if "nontransferable" in expected:
        assert texts([s.not_transferred for s in result.stages], result) == expected["nontransferable"]


@pytest.mark.parametrize("name", CONTESTS + SYNTHETIC)
def test_ers97_stages_and_markers(name: str) -> None:
    expected = expected_result(name)["ers97"]
    result = counted(name, "ers97")
    assert stages_of(result) == expected["stages"]
    assert [[e.candidate, e.stage] for e in result.elected] == expected["elected"]
    assert really_excluded(result) == expected["excluded"]
    quotas = expected["quota"] if name in SYNTHETIC else expected["quota_by_stage"]
    assert texts([s.quota or 0 for s in result.stages], result) == quotas


@pytest.mark.parametrize("name", CONTESTS)
def test_meek_rounds_and_markers(name: str) -> None:
    expected = expected_result(name)["meek_prf"]
    result = counted(name, "meek")
    assert stages_of(result) == [entry["votes"] for entry in expected["rounds"]]
    assert texts([s.quota or 0 for s in result.stages], result) == [entry["quota"] for entry in expected["rounds"]]
    assert sorted(result.elected_numbers) == sorted(expected["elected"])
    assert [candidate for candidate, _ in really_excluded(result)] == expected["excluded"]


@pytest.mark.parametrize("name", SYNTHETIC)
def test_lots_and_look_backs_of_synthetic_elections(name: str) -> None:
    expected = expected_result(name)
    for rules in ("scottish", "ers97"):
        ties = counted(name, rules).ties
        lots = [sorted(tie.tied) for tie in ties if tie.decision is not None]
        assert lots == [sorted(tied) for _, _, tied in expected[rules]["lots"]]
    looked_back = [sorted(tie.tied) for tie in counted(name, "scottish").ties if tie.looked_back_to is not None]
    assert looked_back == [sorted(tied) for _, _, tied in expected["scottish"]["lookback"]]


def equals_published(text: str, mine: str) -> bool:
    """Five decimal places, or two where two were published."""
    published = Decimal(text)
    if published == Decimal(mine):
        return True
    return published.as_tuple().exponent == -2 and published == Decimal(mine).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("name", CONTESTS)
def test_officially_published_result(name: str) -> None:
    official = json.loads(sample("official", f"{name}.json").read_text(encoding="utf-8"))
    result = counted(name, "scottish")
    assert sorted(result.elected_numbers) == official["elected"]
    if official["level"] != "stages":
        return
    assert str(result.papers.valid) == official["valid_poll"]
    assert as_decimal_text(result.quota or 0, result.scale, 0) == official["quota"]
    assert official["suspect_cells"] == []
    assert len(result.stages) == official["n_stages"]
    wrong = [
        (row["number"], stage.number, published)
        for row in official["candidates"]
        for stage, published in zip(result.stages, row["totals"], strict=True)
        if not equals_published(published, as_decimal_text(stage.totals[row["number"] - 1], result.scale))
    ]
    assert wrong == []
    elected = {str(e.candidate): str(e.stage) for e in result.elected}
    excluded = {str(e.candidate): str(e.stage - 1) for e in result.excluded}
    markers = {"Elected": elected, "Excluded": excluded}
    for row in official["candidates"]:
        if row["status"] in markers:
            assert markers[row["status"]].get(str(row["number"]), "last") in {row["stage"], "last"}
