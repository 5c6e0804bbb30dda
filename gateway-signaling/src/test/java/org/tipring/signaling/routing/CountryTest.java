package org.tipring.signaling.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountryTest {

    private static Country country(String name, String code, String trunk, String abroad, String area) {
        return new Country(name, code, trunk == null ? "" : trunk, abroad, area, ZoneId.of("UTC"), null);
    }

    /// The rules of dialplan.md against libphonenumber, which knows every country's numbers and shares no code with them.
    @ParameterizedTest
    @CsvSource({"GB,44,0,00", "US,1,1,011", "CA,1,1,011", "DE,49,0,00", "FR,33,0,00", "IT,39,,00", "ES,34,,00", "JP,81,0,010", "AU,61,0,0011",
        "CH,41,0,00", "NO,47,,00", "SE,46,0,00", "ZA,27,0,00", "IN,91,0,00", "PT,351,,00", "IE,353,0,00"})
    void nationalAndInternationalFormsAgreeWithLibphonenumber(String name, String code, String trunk, String abroad) throws NumberParseException {
        PhoneNumberUtil library = PhoneNumberUtil.getInstance();
        assertThat(library.getCountryCodeForRegion(name)).hasToString(code);
        Country country = country(name, code, trunk, abroad, "");
        for (PhoneNumberType type : new PhoneNumberType[] {PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE}) {
            PhoneNumber example = library.getExampleNumberForType(name, type);
            if (example == null || library.getNationalSignificantNumber(example).length() < 6) {
                continue;
            }
            String e164 = library.format(example, PhoneNumberFormat.E164);
            String national = digits(library.format(example, PhoneNumberFormat.NATIONAL));
            if (trunk != null && !national.startsWith(trunk) && !code.equals("1")) {
                // 1800 numbers of Australia, India, Ireland: dialled without prefix, so nothing tells them from local ones.
                continue;
            }
            assertThat(country.incoming(national, NumberForm.NATIONAL)).as("%s %s in", name, national).isEqualTo(e164);
            String sent = country.outgoing(e164, NumberForm.NATIONAL);
            assertThat(library.format(library.parse(sent, name), PhoneNumberFormat.E164)).as("%s %s out", name, sent).isEqualTo(e164);
            assertThat(country.outgoing(national, NumberForm.E164)).isEqualTo(e164);
            assertThat(country.outgoing(national, NumberForm.ABROAD_00)).isEqualTo("00" + e164.substring(1));
            assertThat(country.incoming("00" + e164.substring(1), NumberForm.ABROAD_00)).isEqualTo(e164);
            assertThat(country.incoming(e164.substring(1), NumberForm.E164)).as("without +").isEqualTo(e164);
        }
        String foreign = name.equals("SE") ? "+442079460123" : "+46850812345";
        String dialled = country.outgoing(foreign, NumberForm.NATIONAL);
        assertThat(dialled).isEqualTo(abroad + foreign.substring(1));
        assertThat(country.incoming(dialled, NumberForm.NATIONAL)).isEqualTo(foreign);
        assertThat(library.format(library.parse(dialled, name), PhoneNumberFormat.E164)).isEqualTo(foreign);
    }

    private static String digits(String text) {
        return text.replaceAll("[^0-9]", "");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "5550123,NATIONAL,+12125550123", "2125550123,NATIONAL,+12125550123", "12125550123,NATIONAL,+12125550123", "0114420794601,NATIONAL,+4420794601",
        "911,NATIONAL,911", "5550123,E164,+12125550123", "2125550123,E164,+12125550123", "442079460123,E164,+442079460123", "201,AS_DIALLED,201",
        "*67,NATIONAL,*67", "+12125550123,NATIONAL,+12125550123"})
    void northAmericanNumbersComeInWithSevenTenAndElevenDigits(String number, NumberForm form, String expected) {
        assertThat(country("US", "1", "1", "011", "212").incoming(number, form)).isEqualTo(expected);
    }

    @Test
    void localNumbersStayWithoutAnArea() {
        Country without = country("GB", "44", "0", "00", "");
        assertThat(without.incoming("79460123", NumberForm.NATIONAL)).isEqualTo("79460123");
        assertThat(without.outgoing("79460123", NumberForm.E164)).isEqualTo("79460123");
        assertThat(country("GB", "44", "0", "00", "20").outgoing("79460123", NumberForm.E164)).isEqualTo("+442079460123");
        assertThat(country("US", "1", "1", "011", "").incoming("5550123", NumberForm.NATIONAL)).isEqualTo("5550123");
    }
}
