"""Tags completed by keyboard, a summary taken from the text."""

import pytest

from articles.models import Revision

EDITOR = ".tiptap[contenteditable]"


@pytest.mark.parametrize("width", [390, 1280])
def test_tags_and_summary(width, log_in):
    page = log_in("lin", width=width)
    page.goto("/admin/articles/article/837828/change/")
    page.wait_for_selector(EDITOR)
    page.fill("#id_tag_names", "网贷法律，")
    page.locator("#id_tag_names").press_sequentially("妻债")
    page.wait_for_selector(".tag-proposals li")
    assert page.locator(".tag-proposals li").all_inner_texts() == ["夫妻债务"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#id_tag_names") == "网贷法律，夫妻债务，"
    page.fill("#id_summary", "")
    page.click("text=从正文提取")
    page.wait_for_selector("text=已取正文开头的整句")
    summary = page.input_value("#id_summary")
    assert summary.startswith("可以关，随时都能关")
    assert summary[-1] == "。"
    page.click("input[name=_save]")
    page.wait_for_selector("text=草稿已保存")
    draft = Revision.objects.get(article=837828, state="draft")
    assert (draft.tag_names, draft.summary) == (["网贷法律", "夫妻债务"], summary)
