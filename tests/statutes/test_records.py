"""Records in, what the pipeline finds out."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from statutes import records
from statutes.models import Statute
from statutes.searching import index

pytestmark = pytest.mark.django_db


def test_a_record_of_each_kind(civil_code, notice_of_2017, tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = [
        {"id": "a", "text": "依《民法典》第1034条第二款至第三款。"},
        {"id": "b", "text": "违反本法第五条的，", "context_law": "中华人民共和国民法典"},
        {"id": "c", "text": "没有引用。"},
    ]
    source.write_text("\n".join(json.dumps(t, ensure_ascii=False) for t in texts) + "\n\n", "utf-8")
    call_command("find_citations", str(source), str(target))
    found = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    blank = {"paragraph": None, "item": None, "range_to": None, "doc_number": None}
    law = {"law": "中华人民共和国民法典"}
    assert found == [
        {
            "id": "a",
            "citations": [
                {"start": 1, "end": 19, "article": "1034"} | law | blank | {"paragraph": "2", "range_to": "3"}
            ],
        },
        {"id": "b", "citations": [{"start": 2, "end": 7, "article": "5"} | law | blank]},
        {"id": "c", "citations": []},
    ]


def test_checking_a_record_of_each_kind(civil_code, notice_of_2017, tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = {
        "exact": "根据《民法典》第1034条，自然人的个人信息受法律保护。",
        "wrong_article": "《民法典》第1034条规定：任何组织或者个人需要获取他人个人信息的，应当依法取得并确保信息安全。",
        "no_such_article": "《民法典》第1305条规定了还款期限。",
        "wrong_doc_number": "《关于规范整顿“现金贷”业务的通知》（银办发〔2017〕141号）禁止暴力催收。",
        "unknown": "没有引用。",
    }
    lines = [json.dumps({"id": label, "text": text}, ensure_ascii=False) for label, text in texts.items()]
    source.write_text("\n".join(lines), "utf-8")
    call_command("check_citations", str(source), str(target))
    answers = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [(a["id"], a["label"], a["article"]) for a in answers] == [
        (label, label, "111" if label == "wrong_article" else None) for label in texts
    ]


def test_a_number_of_which_nothing_is_known_is_not_passed_as_right(civil_code):
    """The library holds the law without its number: whether the text's is right cannot be known."""
    answer = records.checked(
        {"id": 1, "text": "《民法典》（主席令第45号）已经施行。"}, Statute.objects.lexicon(), date(2026, 1, 1)
    )
    assert answer["label"] == "unknown"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "第 2 行不是 JSON"),
        ('{"id": 1}', "第 2 行缺少文字字段：text"),
        ("[]", "第 2 行缺少文字字段：text"),
        ('{"text": 5}', "第 2 行缺少文字字段：text"),
    ],
)
def test_a_bad_line_is_named(line, said):
    with pytest.raises(records.RecordError, match=said):
        list(records.read(['{"text": "好"}', line], "text"))


def test_the_command_says_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("find_citations", str(tmp_path / "nowhere.jsonl"), "-")


def test_the_answers_to_questions(civil_code, tmp_path):
    index.refresh()
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    asked = [{"query_id": 7, "query": "民法典1034"}, {"query_id": 8, "query": "民法典"}, {"query": "龘"}]
    source.write_text("\n".join(json.dumps(q, ensure_ascii=False) for q in asked), "utf-8")
    call_command("search_statutes", str(source), str(target))
    law = "中华人民共和国民法典"
    assert [json.loads(line) for line in target.read_text("utf-8").splitlines()] == [
        {"query_id": 7, "results": [{"law": law, "article": "1034"}]},
        {"query_id": 8, "results": [{"law": law, "article": None}]},
        {"query_id": None, "results": []},
    ]


def test_a_question_is_a_field_of_its_own(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "民法典"}', "utf-8")
    with pytest.raises(CommandError, match="第 1 行缺少文字字段：query"):
        call_command("search_statutes", str(source), "-")
