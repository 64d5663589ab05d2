"""Older encodings are guessed by the words that they make; a poor guess is asked about, and any can be chosen."""

import pytest

from nnviz.datasets import TableError, read_table

TABLES = {
    "cp1252": "name,größe\nMüller,1\nCafé,2\nKöln,3\nÉtat,4\n",
    "cp1250": "město,v\nŁódź,1\nŽižkov,2\nKraków,3\nČeské Budějovice,4\n",
    "cp1254": "şehir,v\nİstanbul,1\nEskişehir,2\nMuğla,3\nIğdır,4\n",
    "cp1251": "город,население\nМосква,12\nСанкт-Петербург,5\nКазань,1\nУфа,1.1\n",
    "koi8-r": "город,население\nМосква,12\nСанкт-Петербург,5\nКазань,1\nУфа,1.1\n",
    "cp1253": "πόλη,v\nΑθήνα,1\nΘεσσαλονίκη,2\nΠάτρα,3\nΒόλος,4\n",
    "cp1256": "المدينة,v\nالقاهرة,1\nدبي,2\nالرياض,3\nبيروت,4\n",
    "cp932": "都市,ひらがな\n東京,とうきょう\n大阪,おおさか\n名古屋,なごや\n京都,きょうと\n",
    "euc_jp": "都市,ひらがな\n東京,とうきょう\n大阪,おおさか\n名古屋,なごや\n京都,きょうと\n",
    "gb18030": "城市,人口\n北京,21\n上海,24\n广州,15\n深圳,13\n",
    "big5": "城市,人口\n臺北,21\n高雄,24\n臺中,15\n臺南,13\n",
    "cp949": "도시,인구\n서울,9\n부산,3\n인천,2\n대구,2\n",
    "mac_roman": "name,size\nMüller,1\nCafé,2\nKöln,3\nDoesn’t,4\n",
    "cp850": "name,größe\nMüller,1\nCafé,2\nKöln,3\nÄrger,4\n",
}


@pytest.mark.parametrize("codec", TABLES)
def test_words_tell_the_encoding_and_an_example_is_shown(codec):
    text = TABLES[codec]
    table = read_table(text.encode(codec))
    assert table.names == tuple(text.split("\n")[0].split(","))
    assert table.column(table.names[0]).categories == tuple(
        sorted(line.split(",")[0] for line in text.split("\n")[1:5])
    )
    row = 1 if not table.names[0].isascii() or not table.names[1].isascii() else 2
    assert (
        f" in row {row}" in dict(table.summary)["Text"]
        and "as the bytes are not UTF-8: '" in dict(table.summary)["Text"]
    )


@pytest.mark.parametrize("codec", TABLES)
def test_any_encoding_can_be_chosen_and_is_not_asked_about_again(codec):
    table = read_table(TABLES[codec].encode(codec), encoding=codec)
    assert table.names == tuple(TABLES[codec].split("\n")[0].split(","))
    assert "encoding" not in {question.key for question in table.questions}
    assert dict(table.summary)["Text"].endswith(", as chosen")


def test_a_poor_guess_is_asked_with_the_same_bytes_in_each_encoding():
    data = "name,v\nﾃｽﾄ,1\nｱｲｳ,2\nｶｷｸ,3\nﾅﾆﾇ,4\n".encode("cp932")
    (question,) = read_table(data).questions
    assert question.key == "encoding" and "row 2" in question.sentence and len(question.options) > 1
    for codec, label in question.options:
        assert f"'{data.splitlines()[1].decode(codec).split(',')[0]}'" in label
    assert read_table(data, encoding="cp932").column("name").categories[0] == "ｱｲｳ"


def test_signs_of_western_texts_are_no_reason_to_ask():
    for text in (
        "t (°C),v\n1,2\n2,3\n3,4\n4,5\n",
        "price,v\n€ 5,1\n€ 6,2\n€ 7,3\n€ 8,4\n",
    ):
        table = read_table(text.encode("cp1252"))
        assert not table.questions and dict(table.summary)["Text"].startswith("Windows-1252")


def test_letters_of_windows_that_became_control_characters_are_read_and_told():
    table = read_table("a,b\nDoesn\x92t,1\nx,2\ny \x96 z,3\nx,4\n")
    assert table.column("a").categories == ("Doesn’t", "x", "y – z")
    (reading,) = table.readings
    assert reading.line == "text: the control character U+0092 in row 2 was read as '’', as in Windows-1252"
    with pytest.raises(TableError, match=r"row 2, column 1: .* control character U\+0090"):
        read_table("a,b\nx\x90,1\nx,2\ny,3\nx,4\n")


def test_unicode_can_be_chosen_too():
    assert read_table("ä,b\n1,2\n3,4\n5,6\n7,8\n".encode("utf-8-sig"), encoding="utf-8").names == ("ä", "b")
    for codec in ("utf-16", "utf-16-le", "utf-16-be"):
        assert read_table("ä,b\n1,2\n3,4\n5,6\n7,8\n".encode(codec), encoding="utf-16").names == ("ä", "b")


def test_an_unknown_encoding_or_one_that_does_not_fit_is_refused():
    with pytest.raises(TableError, match="expected one of the encodings utf-8, utf-16, cp1252"):
        read_table(b"a,b\n1,2\n", encoding="rot13")
    with pytest.raises(TableError, match="expected text in UTF-8, but row 2 cannot be read so"):
        read_table(b"a,b\n\xff,2\n", encoding="utf-8")
