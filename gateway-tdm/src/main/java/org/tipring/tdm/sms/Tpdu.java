package org.tipring.tdm.sms;

import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Text messages as modules take them and hand them over: in hexadecimal, behind the address of the service centre (3GPP TS 27.005 section 3.1),
/// SMS-SUBMIT to the network and SMS-DELIVER from it (TS 23.040 section 9.2.2).
public final class Tpdu {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String NIBBLES = "0123456789*#abc";
    /// TP-MTI and flags, of the first octet.
    private static final int TYPE = 0x03;
    private static final int DELIVER = 0x00;
    private static final int SUBMIT = 0x01;
    private static final int NO_MORE_TO_SEND = 0x04;
    private static final int RELATIVE_VALIDITY = 0x10;
    private static final int VALIDITY = 0x18;
    private static final int HEADER = 0x40;
    private static final int FOUR_DAYS = 0xAA;
    private static final int INTERNATIONAL = 0x91;
    private static final int UNKNOWN_TYPE = 0x81;
    private static final int ALPHANUMERIC = 5;
    /// In half octets (TS 23.040 section 9.1.2.5).
    private static final int LONGEST_ADDRESS = 20;

    private Tpdu() {
    }

    /// Something to hand to a module.
    ///
    /// @param hex with an empty address of the service centre: that of the SIM card
    /// @param octets without it, as `+CMGS` counts
    public record Submit(String hex, int octets) { }

    /// A message, or a part of a long one.
    record Part(String number, String text, OffsetDateTime sentAt, UserData.Place place) { }

    // Written

    /// A text to be sent, in as many messages as it needs.
    ///
    /// @param number digits, perhaps behind a `+`
    /// @param reference tells the parts of this text from those of others, 0..255
    /// @throws IllegalArgumentException for a number that is none, and for a text that is empty or too long, with the reason
    public static List<Submit> submit(String number, String text, int reference) {
        if (!number.matches("\\+?[0-9]{1,20}")) {
            throw new IllegalArgumentException("the number must be up to 20 digits, perhaps behind a +");
        }
        List<Submit> all = new ArrayList<>();
        for (UserData data : UserData.of(text, reference)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0);
            out.write(SUBMIT | RELATIVE_VALIDITY | (data.headed() ? HEADER : 0));
            // The module numbers the message.
            out.write(0);
            address(number, out);
            out.write(0);
            out.write(data.coding());
            out.write(FOUR_DAYS);
            out.write(data.length());
            out.writeBytes(data.octets());
            all.add(new Submit(HEX.formatHex(out.toByteArray()), out.size() - 1));
        }
        return all;
    }

    /// A text as a network delivers it.
    ///
    /// @throws IllegalArgumentException as [#submit]
    public static List<String> deliver(String from, String text, OffsetDateTime at, int reference) {
        if (!from.matches("\\+?[0-9*#]{1,20}")) {
            throw new IllegalArgumentException("a text message comes from a number of up to 20 digits");
        }
        List<String> all = new ArrayList<>();
        for (UserData data : UserData.of(text, reference)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0);
            out.write(DELIVER | NO_MORE_TO_SEND | (data.headed() ? HEADER : 0));
            address(from, out);
            out.write(0);
            out.write(data.coding());
            int quarters = at.getOffset().getTotalSeconds() / 900;
            for (int two : new int[] {at.getYear() % 100, at.getMonthValue(), at.getDayOfMonth(), at.getHour(), at.getMinute(), at.getSecond()}) {
                out.write(swapped(two));
            }
            out.write(swapped(Math.abs(quarters)) | (quarters < 0 ? 0x08 : 0));
            out.write(data.length());
            out.writeBytes(data.octets());
            all.add(HEX.formatHex(out.toByteArray()));
        }
        return all;
    }

    private static int swapped(int two) {
        return two % 10 << 4 | two / 10;
    }

    private static void address(String number, ByteArrayOutputStream out) {
        String digits = number.replace("+", "");
        out.write(digits.length());
        out.write(number.startsWith("+") ? INTERNATIONAL : UNKNOWN_TYPE);
        for (int i = 0; i < digits.length(); i += 2) {
            int high = i + 1 < digits.length() ? NIBBLES.indexOf(digits.charAt(i + 1)) : 0xF;
            out.write(high << 4 | NIBBLES.indexOf(digits.charAt(i)));
        }
    }

    // Read

    /// SMS-DELIVER.
    ///
    /// @return null when it cannot be read
    static Part delivered(String hex) {
        return read(hex, DELIVER);
    }

    /// What a telephone gave to its network. To whom is where [TextMessage] says from whom; parts of long texts come one by one.
    ///
    /// @return null when it cannot be read
    public static TextMessage submitted(String hex) {
        Part part = read(hex, SUBMIT);
        return part == null ? null : new TextMessage(part.number, part.text, null);
    }

    private static Part read(String hex, int type) {
        try {
            return new Reader(HEX.parseHex(hex)).read(type);
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return null;
        }
    }

    private static final class Reader {
        private final byte[] octets;
        private int at;

        Reader(byte[] octets) {
            this.octets = octets;
        }

        private int next() {
            return octets[at++] & 0xFF;
        }

        Part read(int type) {
            at = 1 + (octets[0] & 0xFF);
            int first = next();
            if ((first & TYPE) != type) {
                throw new IllegalArgumentException("another kind of message");
            }
            at += type == SUBMIT ? 1 : 0;
            String number = address();
            at++;
            int coding = next();
            OffsetDateTime sentAt = null;
            if (type == DELIVER) {
                sentAt = time();
            } else {
                int validity = first & VALIDITY;
                at += validity == 0 ? 0 : validity == RELATIVE_VALIDITY ? 1 : 7;
            }
            int length = next();
            UserData data = new UserData(coding, (first & HEADER) != 0, length, Arrays.copyOfRange(octets, at, octets.length));
            return new Part(number, data.text(), sentAt, data.place());
        }

        private String address() {
            int digits = next();
            if (digits > LONGEST_ADDRESS) {
                throw new IllegalArgumentException("no address is so long");
            }
            int type = next() >> 4 & 7;
            int start = at;
            at += (digits + 1) / 2;
            if (type == ALPHANUMERIC) {
                return GsmAlphabet.text(GsmAlphabet.unpack(octets, start, digits * 4 / 7, 0));
            }
            StringBuilder number = new StringBuilder(type == 1 ? "+" : "");
            for (int i = 0; i < digits; i++) {
                number.append(NIBBLES.charAt(octets[start + i / 2] >> 4 * (i % 2) & 0xF));
            }
            return number.toString();
        }

        /// Section 9.2.3.11: swapped digits from year to second, and quarters of an hour from Greenwich, with a sign.
        private OffsetDateTime time() {
            int[] parts = new int[7];
            for (int i = 0; i < 7; i++) {
                int octet = next();
                parts[i] = 10 * (octet & (i == 6 ? 0x7 : 0xF)) + (octet >> 4);
            }
            boolean west = (octets[at - 1] & 0x08) != 0;
            try {
                return OffsetDateTime.of(2000 + parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], 0,
                        ZoneOffset.ofTotalSeconds((west ? -1 : 1) * parts[6] * 15 * 60));
            } catch (DateTimeException _) {
                return null;
            }
        }
    }
}
