"""Names stand in the order of the Vietnamese alphabet."""

from helpers.text.alphabet import sort_key


def test_vietnamese_names_are_in_the_order_of_their_alphabet():
    names = ["Úc", "Hoa Kỳ", "Ấn Độ", "Đức", "Hàn Quốc", "Hà Lan", "Anh", "Đan Mạch", "Cô-oét", "Ý"]
    assert sorted(names, key=sort_key) == [
        *("Anh", "Ấn Độ", "Cô-oét", "Đan Mạch", "Đức", "Hà Lan", "Hàn Quốc", "Hoa Kỳ", "Úc", "Ý"),
    ]


def test_tones_decide_only_between_the_same_letters():
    assert sorted(["má", "mà", "ma", "mạ", "mã", "mả", "mb"], key=sort_key) == [
        *("ma", "mà", "mả", "mã", "má", "mạ", "mb"),
    ]


def test_english_names_are_in_plain_order():
    assert sorted(["Wales", "Brest", "brink", "Aix"], key=sort_key) == ["Aix", "Brest", "brink", "Wales"]
