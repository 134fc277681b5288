"""Spellings of one name that truly differ: not only in case, tone marks, blanks or punctuation."""

from helpers.errors import folded


def _keys(groups: str) -> dict[str, str]:
    """The key of every spelling, and the key of the first one of its group."""
    lines = [[folded(name) for name in line.split("=")] for line in groups.strip().splitlines()]
    return {name: line[0] for line in lines for name in line}


LOCALITIES = _keys("""
Hồ Chí Minh = HCM = TPHCM = TP Hồ Chí Minh = Ho Chi Minh City
Bà Rịa - Vũng Tàu = BR-VT = BRVT = Vũng Tàu
Thừa Thiên Huế = Thừa Thiên - Huế = TT Huế = Huế
Đắk Lắk = Đắc Lắc = Daklac
Đắk Nông = Đắc Nông
Bắc Kạn = Bắc Cạn
Dầu khí = Dầu khí ngoài khơi = Offshore oil and gas = Oil and gas = offshore-oil-gas
""")

PARTNERS = _keys("""
Hàn Quốc = Republic of Korea = South Korea = Korea = Đại Hàn Dân Quốc
Triều Tiên = CHDCND Triều Tiên = North Korea = Democratic People's Republic of Korea
Đài Loan = Đài Loan (Trung Quốc) = Taiwan = Taiwan (China)
Hồng Kông = Hồng Kông (Trung Quốc) = Hong Kong (China) = Hồng Công = Đặc khu Hành chính Hồng Kông
Ma Cao = Ma Cao (Trung Quốc) = Macao (China) = Macau = Đặc khu Hành chính Macao
Trung Quốc = China = CHND Trung Hoa
Quần đảo Virgin thuộc Anh = British Virgin Islands = BVI = BritishVirginIslands
Quần đảo Virgin thuộc Hoa Kỳ = United States Virgin Islands = U.S. Virgin Islands = US Virgin Islands
Hoa Kỳ = Mỹ = United States = USA = United States of America
Vương quốc Anh = Anh = United Kingdom = UK = Vương quốc Anh và Bắc Ireland
Liên bang Nga = Nga = Russia = Russian Federation
Đức = CHLB Đức = Cộng hòa liên bang Đức = Germany
Séc = Cộng hòa Séc = Czech Republic = Czechia
Síp = Cộng hòa Síp = Đảo Síp = Cyprus
Australia = Úc = Ô-xtrây-li-a
Italia = Italy = Ý
Na Uy = Nauy = Norway
Thụy Sĩ = Thụy Sỹ = Switzerland
Thụy Điển = Sweden
Brunei = Brunei Darussalam = Bru-nây
Quần đảo Cayman = Cayman Islands
Quần đảo Cook = Cook Islands
Quần đảo Marshall = Marshall Islands
Quần đảo Turks và Caicos = Turks & Caicos Islands = Turks and Caicos Islands
Quần đảo Eo biển = Channel Islands
Quần đảo Anh = British Isles
Tây Ấn thuộc Anh = British West Indies
Đảo Man = Isle of Man
Đảo Nevis = Island of Nevis = Nevis
Saint Kitts và Nevis = Saint Kitts and Nevis = St. Kitts và Nevis = St. Kitts & Nevis
Saint Vincent và Grenadines = Saint Vincent and the Grenadines = St Vincent & The Grenadines
Antigua và Barbuda = Antigua and Barbuda
Trinidad và Tobago = Trinidad and Tobago
Ukraina = Ukraine
Litva = Lithuania = Lít-va
Romania = Rumani
Ả Rập Xê Út = Saudi Arabia = Ả-rập Xê-út
Các Tiểu vương quốc Ả Rập Thống nhất = UAE = United Arab Emirates
Cuba = Cu Ba
Iraq = Irắc = I-rắc
Iran = Iran (Islamic Republic of) = I-ran
Syria = Syrian Arab Republic = Xi-ri
Libăng = Lebanon = Li-băng
Ma-rốc = Morocco
Moldova = Republic of Moldova
Palestine = Palestinian Territories = Lãnh thổ Palestine = Nhà nước Palestine
Congo = Congo - Brazzaville = Republic of the Congo = Cộng hòa Congo
CHDC Congo = Democratic Republic of the Congo = Congo - Kinshasa = Cộng hòa Dân chủ Congo
Cộng hòa Dominica = Dominican Republic = Cộng hòa Dominicana
Eswatini = Swaziland
Somalia = Somali
Cabo Verde = Cape Verde
Myanmar = Mi-an-ma = Myanmar (Burma) = Myanmar (Miến Điện)
Kuwait = Cô-oét
Lào = Laos = Lao PDR = CHDCND Lào
""")

SECTORS = _keys("""
Công nghiệp chế biến, chế tạo = CN chế biến, chế tạo
Hoạt động kinh doanh bất động sản = KD bất động sản = Kinh doanh bất động sản
Sản xuất, phân phối điện, khí, nước, điều hòa = SX, pp điện, khí, nước, đ.hòa
Dịch vụ lưu trú và ăn uống = Dvụ lưu trú và ăn uống
Bán buôn và bán lẻ; sửa chữa ô tô, mô tô, xe máy = Bán buôn, bán lẻ; sửa chữa
Hoạt động chuyên môn, khoa học công nghệ = HĐ chuyên môn, KHCN = Hoạt động chuyên môn, khoa học và công nghệ
Nông nghiệp, lâm nghiệp và thủy sản = Nông, lâm nghiệp; thủy sản
Hoạt động tài chính, ngân hàng và bảo hiểm = Tài chính, n.hàng, bảo hiểm
Y tế và hoạt động trợ giúp xã hội = Y tế và trợ giúp XH
Hoạt động hành chính và dịch vụ hỗ trợ = Hành chính và dvụ hỗ trợ
Hoạt động dịch vụ khác = Dịch vụ khác
Nghệ thuật, vui chơi và giải trí = Nghệ thuật và giải trí
Cấp nước và xử lý chất thải = Cấp nước; xử lý chất thải
""")
