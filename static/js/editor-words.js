// The names of the editor's buttons in Chinese; those that it passes through gettext are in hefei_site/locale.

const WORDS = {
  "paragraph": "段落样式",
  "Paragraph": "正文",
  "Heading 2": "标题",
  "Heading 3": "小标题",
  "Heading 4": "三级标题",
  "unordered list": "项目符号",
  "ordered list": "编号列表",
  "blockquote": "引用",
  "horizontal rule": "分隔线",
  "bold": "加粗",
  "italic": "斜体",
  "strike": "删除线",
  "insert link": "插入链接",
  "remove link": "去掉链接",
  "Insert table": "插入表格",
  "Add column": "加一列",
  "Delete column": "删除列",
  "Add row": "加一行",
  "Delete row": "删除行",
  "Merge cells": "合并单元格",
  "Split cell": "拆分单元格",
  "Toggle header cell": "表头单元格",
  "Delete table": "删除表格",
  "undo": "撤销",
  "redo": "重做",
};

export function nameButtons(editor) {
  for (const button of editor.querySelectorAll(".prose-menubar button")) {
    const title = WORDS[button.title];
    if (title) {
      button.title = title;
      button.setAttribute("aria-label", title);
    }
    const text = button.firstElementChild && WORDS[button.firstElementChild.textContent.trim()];
    if (text) button.firstElementChild.textContent = text;
  }
}
