import pytest

from sdp_lib.errors import InputError
from sdp_lib.inputs import text_file
from sdp_lib.inputs.text_file import read_text


def test_a_byte_order_mark_and_windows_line_ends_are_removed(tmp_path):
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    assert read_text(tmp_path / "a") == "one\ntwo\n"


def test_a_file_too_large_for_a_person_to_have_written_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(text_file, "LARGEST_BYTES", 3)
    (tmp_path / "a").write_text("four")
    with pytest.raises(InputError, match="it has more than 200 MB"):
        read_text(tmp_path / "a")


def test_a_folder_in_the_place_of_a_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="it cannot be read"):
        read_text(tmp_path)
