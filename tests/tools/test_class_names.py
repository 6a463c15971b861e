"""A name that means two classes is found; two aliases may bear one name."""

from __future__ import annotations

from pathlib import Path

from tools.class_names import PACKAGE, ambiguous


def test_a_second_class_and_an_alias_of_a_class_are_found(tmp_path: Path) -> None:
    modules = {
        "one.py": "class Place:\n    pass\n\nclass _Inner:\n    pass\nRow = tuple[int, str]\nLIST = [1]\n",
        "two.py": "Place = tuple[int, int]\nRow = list[int]\nclass Only:\n    pass\n",
        "three.py": 'Only = TypeVar("Only")\nclass Place:\n    pass\n',
    }
    for name, source in modules.items():
        (tmp_path / name).write_text(source, "utf-8")
    assert list(ambiguous(tmp_path)) == ["Place: one.py:1, three.py:2, two.py:1"]


def test_no_name_of_the_package_means_two_classes() -> None:
    assert list(ambiguous(PACKAGE)) == []
