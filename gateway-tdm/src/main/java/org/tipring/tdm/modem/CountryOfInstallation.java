package org.tipring.tdm.modem;

import java.util.Map;
import java.util.TreeMap;

/// `AT+GCI` (ITU-T V.250 6.1.9 "country of installation"): ITU-T T.35 country codes. A wrong one breaks ring and tone detection. T.35 has none
/// for some countries (Lithuania); a modem is not told where it is then.
public final class CountryOfInstallation {

    private static final Map<String, String> T35 = new TreeMap<>(Map.ofEntries(
            Map.entry("AE", "B3"), Map.entry("AR", "07"), Map.entry("AT", "0A"), Map.entry("AU", "09"), Map.entry("BE", "0F"),
            Map.entry("BG", "1B"), Map.entry("BR", "16"), Map.entry("CA", "20"), Map.entry("CH", "A6"), Map.entry("CL", "25"),
            Map.entry("CN", "26"), Map.entry("CO", "27"), Map.entry("CZ", "2E"), Map.entry("DE", "42"), Map.entry("DK", "31"),
            Map.entry("EE", "F9"), Map.entry("ES", "A0"), Map.entry("FI", "3C"), Map.entry("FR", "3D"), Map.entry("GB", "B4"),
            Map.entry("GR", "46"), Map.entry("HK", "50"), Map.entry("HR", "FA"), Map.entry("HU", "51"), Map.entry("ID", "54"),
            Map.entry("IE", "57"), Map.entry("IL", "58"), Map.entry("IN", "53"), Map.entry("IS", "52"), Map.entry("IT", "59"),
            Map.entry("JP", "00"), Map.entry("KR", "61"), Map.entry("LU", "69"), Map.entry("MX", "73"), Map.entry("MY", "6C"),
            Map.entry("NL", "7B"), Map.entry("NO", "82"), Map.entry("NZ", "7E"), Map.entry("PH", "89"), Map.entry("PK", "84"),
            Map.entry("PL", "8A"), Map.entry("PT", "8B"), Map.entry("RO", "8E"), Map.entry("RU", "B8"), Map.entry("SE", "A5"),
            Map.entry("SG", "9C"), Map.entry("SI", "FC"), Map.entry("SK", "FB"), Map.entry("TH", "A9"), Map.entry("TR", "AE"),
            Map.entry("TW", "FE"), Map.entry("US", "B5"), Map.entry("VE", "BB"), Map.entry("ZA", "9F")));

    private CountryOfInstallation() {
    }

    /// @param country ISO 3166
    /// @return two hexadecimal digits, or null
    public static String code(String country) {
        return T35.get(country);
    }
}
