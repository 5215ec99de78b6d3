"""What an import did, counted and in words."""

from dataclasses import dataclass, field

from statutes.importing.citing import Cited
from statutes.importing.storing import Stored
from statutes.importing.tree import Outline


@dataclass(slots=True)
class Report:
    """The counts of an import, and a line for everything that a person should know of."""

    files: int = 0  # sources: the 编 of one law count once
    paths: int = 0
    stored_files: int = 0
    unchanged_files: int = 0
    provisions_read: int = 0
    statutes_added: int = 0
    versions_added: int = 0
    versions_changed: int = 0
    versions_unchanged: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    undated: int = 0
    cited: Cited = field(default_factory=Cited)
    failures: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    registered: list[str] = field(default_factory=list)
    repealed: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether every file was stored or is in the database already."""
        return self.files > 0 and not (self.failures or self.conflicts)

    @property
    def changes(self) -> int:
        """How many rows were written, of whatever kind."""
        versions = self.statutes_added + self.versions_added + self.versions_changed
        provisions = self.added + self.changed + self.removed
        repeals = len(self.registered) + len(self.repealed)
        return versions + provisions + repeals + self.cited.added + self.cited.removed

    def read(self, name: str, outline: Outline) -> None:
        """Count what a source says."""
        self.provisions_read += len(outline.provisions)
        self.undated += outline.effective_from is None
        self.repairs += [f"{name} 第 {note.line} 行：{note.words}" for note in outline.repairs]
        self.doubts += [
            f"{name}" + (f" 第 {note.line} 行" if note.line else "") + f"：{note.words}"
            for note in outline.doubts
        ]

    def stored(self, stored: Stored, *, is_new_statute: bool) -> None:
        """Count what storing one source did."""
        self.statutes_added += is_new_statute
        self.versions_added += stored.version_added
        self.versions_changed += stored.version_changed
        self.versions_unchanged += not (stored.version_added or stored.version_changed)
        self.added += stored.added
        self.changed += stored.changed
        self.unchanged += stored.unchanged
        self.removed += stored.removed
        is_news = stored.is_news or is_new_statute
        self.stored_files += is_news
        self.unchanged_files += not is_news

    def words(self, *, dry_run: bool = False) -> str:
        """The report as staff read it."""
        parts = ["试运行，没有写入数据库。"] if dry_run else []
        parts.append(
            f"读取 {self.paths} 个文件（{self.files} 部）：写入 {self.stored_files}，没有变化 {self.unchanged_files}，"
            f"重复 {len(self.duplicates)}，未写入 {len(self.failures) + len(self.conflicts)}。"
        )
        parts.append(
            f"法规新增 {self.statutes_added} 部；版本新增 {self.versions_added}、修改 {self.versions_changed}、"
            f"不变 {self.versions_unchanged}，其中文本没有写明施行日期的 {self.undated} 个。"
        )
        parts.append(
            f"条文读取 {self.provisions_read}：新增 {self.added}、修改 {self.changed}、不变 {self.unchanged}、"
            f"删除 {self.removed}。"
        )
        parts.append(
            f"废止：登记 {len(self.registered)} 部没有原文的法规，写入废止日期 {len(self.repealed)} 部。"
        )
        parts.append(
            f"法规之间的引用：新增 {self.cited.added}、删除 {self.cited.removed}、不变 {self.cited.unchanged}。"
        )
        parts.append(f"合计 {self.changes} 处变化。" if self.changes else "0 处变化。")
        sections = {
            "未能读取": self.failures,
            "同名同日而文字不同（只收第一份）": self.conflicts,
            "重复（文字相同，未再收录）": self.duplicates,
            "已修复": self.repairs,
            "请人查看": self.doubts,
            "登记的已废止法规": self.registered,
            "写入废止日期": self.repealed,
            "没有采用的废止线索": self.leads,
        }
        for heading, lines in sections.items():
            if lines:
                parts.append(f"\n{heading}（{len(lines)}）：")
                parts += [f"  {line}" for line in lines]
        return "\n".join(parts)
