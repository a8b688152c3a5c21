"""Files, YAML with lines, schemas and the canonical archive."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.kernel.services.folder import files as folder_files
from ventanilla.kernel.services.folder.files import (
    from_archive,
    read_folder,
    sha256_of,
    to_archive,
    write_folder,
)
from ventanilla.kernel.services.folder.loading import load_version
from ventanilla.kernel.services.folder.yaml_lines import read_yaml
from ventanilla.kernel.services.testing import small_folder, small_service, write_small_service

paths = st.from_regex(r"[a-z]{1,8}/[a-z]{1,8}\.yaml", fullmatch=True)


class TestArchive:
    @given(st.dictionaries(paths, st.binary(max_size=2000), max_size=8))
    def test_gives_back_every_byte(self, files):
        assert from_archive(to_archive(files)) == files

    @given(st.dictionaries(paths, st.binary(max_size=200), min_size=2, max_size=6))
    def test_is_the_same_whatever_the_order_of_the_files(self, files):
        backwards = dict(reversed(list(files.items())))
        assert to_archive(files) == to_archive(backwards)

    def test_of_two_known_files_has_a_fixed_hash(self):
        """A change here changes the hash of every published version: think before accepting it."""
        assert sha256_of(to_archive({"a.yaml": b"a: 1\n", "b/c.yaml": b""})) == (
            "8f2011bf17bfaa05b712efa3e702f63406a09b621f3e3dbb09719d79afc20969"
        )

    def test_one_changed_byte_changes_the_hash(self):
        files = small_folder().of_version(1)
        changed = {**files, "1/form.yaml": files["1/form.yaml"] + b"\n"}
        assert sha256_of(to_archive(files)) != sha256_of(to_archive(changed))

    def test_leaves_out_the_changes_file_that_goes_on_growing(self):
        assert "CHANGES.md" not in small_folder().of_version(1)


class TestReadFolder:
    def test_written_and_read_is_the_same(self, tmp_path: Path):
        write_folder(small_service(), tmp_path / "permiso-de-prueba")
        folder, problems = read_folder(tmp_path / "permiso-de-prueba")
        assert problems == ()
        assert folder.files == small_service()
        assert folder.numbers == (1,)

    def test_refuses_to_write_over_something(self, tmp_path: Path):
        (tmp_path / "mine.txt").write_text("keep me")
        with pytest.raises(FileExistsError):
            write_folder(small_service(), tmp_path)
        assert (tmp_path / "mine.txt").read_text() == "keep me"

    def test_names_a_file_that_does_not_belong(self, tmp_path: Path):
        folder = write_small_service(tmp_path)
        (folder / "1" / "form.yaml~").write_text("backup")
        (folder / "1" / "code.py").write_text("import os")
        _read, problems = read_folder(folder)
        assert [problem.file for problem in problems] == ["1/code.py", "1/form.yaml~"]

    def test_does_not_follow_a_link_out_of_the_folder(self, tmp_path: Path):
        folder = write_small_service(tmp_path)
        (tmp_path / "secret.yaml").write_text("key: 1")
        (folder / "1" / "parameters" / "linked.yaml").symlink_to(tmp_path / "secret.yaml")
        read, problems = read_folder(folder)
        assert "1/parameters/linked.yaml" not in read.files
        assert "enlace" in problems[0].sentence

    def test_stops_at_the_size_limit(self, tmp_path: Path):
        folder = write_small_service(tmp_path)
        (folder / "1" / "texts" / "pt.yaml").write_bytes(b"#" * (folder_files.MAX_FILE_BYTES + 1))
        read, problems = read_folder(folder)
        assert "1/texts/pt.yaml" not in read.files
        assert str(folder_files.MAX_FILE_BYTES) in problems[0].sentence


class TestReadYaml:
    def test_remembers_the_line_of_each_value(self):
        document, problems = read_yaml("f.yaml", b"a: 1\nb:\n  - c: x\n    d: 2\n")
        assert problems == ()
        assert document.line(("b", 0, "d")) == 4
        assert document.line(("b", 0, "missing")) == 3

    def test_keeps_dates_as_text_and_decimals_exact(self):
        document, _problems = read_yaml("f.yaml", b"on: 2026-03-02\nrate: 2.5\nyes_word: yes\n")
        assert document.data["on"] == "2026-03-02"
        assert str(document.data["rate"]) == "2.5"
        assert document.data["yes_word"] == "yes"

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            (b"a: &x 1\nb: *x\n", "alias"),
            (b"a: !!python/object:os.system 1\n", "marcas"),
            (b"a: 1\na: 2\n", "dos veces"),
            (b"a: [1\n", "no se entiende"),
            (b"a: .inf\n", "no se acepta"),
            (b"a: 0x1F\n", "no se acepta"),
            (b"\xff\xfe", "UTF-8"),
            (b"[" * 50_000, "niveles"),
            (b"<<: {a: 1}\n", "textos simples"),
        ],
    )
    def test_refuses_what_is_not_plain_data(self, text: bytes, word: str):
        document, problems = read_yaml("f.yaml", text)
        assert document.data == {}
        assert word in problems[0].sentence

    @given(st.binary(max_size=300))
    def test_never_raises(self, content: bytes):
        document, problems = read_yaml("f.yaml", content)
        assert document.file == "f.yaml"
        assert all(problem.line >= 1 for problem in problems)


class TestSchemas:
    def problems(self, **replaced: str):
        return load_version(small_folder(**replaced).of_version(1), 1)[1]

    def test_accept_the_small_service(self):
        assert self.problems() == ()

    def test_say_what_was_given_and_what_is_accepted(self):
        (problem,) = self.problems(form="type: integer → type: number")
        assert problem.place.startswith("1/form.yaml:")
        assert "«number»" in problem.sentence
        assert "money" in problem.sentence

    def test_ask_for_the_purpose_the_retention_and_who_sees_each_datum(self):
        (problem,) = self.problems(
            form="retention: P1Y, seen_by: [oficina]}\n  - key: what → seen_by: [oficina]}\n  - key: what"
        )
        assert "retention" in problem.sentence

    def test_ask_each_term_for_its_calendar(self):
        (problem,) = self.problems(service="length: 5, calendar: business_days → length: 5")
        assert "calendar" in problem.sentence

    def test_ask_each_value_for_its_date_and_norm(self):
        problems = self.problems(minimum="from: 2026-01-01, value: 5000, norm: Tabla de prueba → value: 5000")
        assert {"from", "norm"} <= {
            word for problem in problems for word in problem.sentence.strip(".").replace(",", "").split()
        }

    def test_name_a_word_that_is_not_accepted_at_its_own_line(self):
        (problem,) = self.problems(service="assurance: low → assurance: low\nprize: 3")
        assert problem.line == 4
        assert "«prize»" in problem.sentence

    def test_refuse_a_date_that_does_not_exist(self):
        (problem,) = self.problems(minimum="2026-02-01 → 2026-02-31")
        assert "2026-02-31" in problem.sentence
        assert "fecha" in problem.sentence

    def test_a_missing_file_is_named(self):
        files = small_folder().of_version(1)
        del files["1/tasks.yaml"]
        (problem,) = load_version(files, 1)[1]
        assert problem.place == "1/tasks.yaml"
