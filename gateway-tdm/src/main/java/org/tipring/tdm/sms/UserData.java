package org.tipring.tdm.sms;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The text in a message, or one part of a long one (3GPP TS 23.040 sections 9.2.3.16 and 9.2.3.24): up to 160 letters of the default alphabet or
/// 70 of UCS-2; in parts of 153 and 67, behind a header that numbers them.
///
/// @param coding TP-DCS (TS 23.038 section 4)
/// @param headed whether the octets begin with a header
/// @param length TP-UDL: in septets or octets
/// @param octets TP-UD
record UserData(int coding, boolean headed, int length, byte[] octets) {

    /// More than a telephone shows as one.
    static final int MOST_PARTS = 10;
    private static final int UCS2 = 0x08;
    private static final int LONGEST_SEPTETS = 160;
    private static final int LONGEST_SEPTETS_OF_PART = 153;
    private static final int LONGEST_UCS2 = 70;
    private static final int LONGEST_UCS2_OF_PART = 67;
    /// Information elements (TS 23.040 section 9.2.3.24).
    private static final int CONCATENATED = 0x00;
    private static final int CONCATENATED_WIDE = 0x08;
    private static final int NATIONAL_SINGLE_SHIFT = 0x24;
    private static final int NATIONAL_LOCKING_SHIFT = 0x25;

    /// @param reference the same in all parts; @param number from 1; @param of how many; 1: it is whole
    record Place(int reference, int number, int of) {
        static final Place WHOLE = new Place(0, 1, 1);
    }

    // To send

    /// @param reference tells the parts of this text from those of others, 0..255
    /// @throws IllegalArgumentException for a text that is empty or needs more than [#MOST_PARTS] parts
    static List<UserData> of(String text, int reference) {
        byte[] septets = GsmAlphabet.septets(text);
        List<byte[]> parts = septets != null ? septetParts(septets) : wideParts(text);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("the text is empty");
        }
        if (parts.size() > MOST_PARTS) {
            throw new IllegalArgumentException("the text is too long: it would need " + parts.size() + " messages, and " + MOST_PARTS
                    + " are the most (1530 letters, or 670 where one is not in the alphabet of text messages)");
        }
        List<UserData> all = new ArrayList<>();
        for (byte[] part : parts) {
            byte[] header = parts.size() == 1 ? new byte[0] : new byte[] {5, CONCATENATED, 3, (byte) reference, (byte) parts.size(), (byte) (all.size() + 1)};
            // Letters of seven bits begin at a multiple of seven bits behind the header.
            int headerSeptets = (8 * header.length + 6) / 7;
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            octets.writeBytes(header);
            octets.writeBytes(septets == null ? part : GsmAlphabet.pack(part, 7 * headerSeptets - 8 * header.length));
            all.add(new UserData(septets == null ? UCS2 : 0, header.length > 0, septets == null ? header.length + part.length : headerSeptets + part.length,
                    octets.toByteArray()));
        }
        return all;
    }

    private static List<byte[]> septetParts(byte[] septets) {
        List<byte[]> parts = new ArrayList<>();
        int longest = septets.length <= LONGEST_SEPTETS ? LONGEST_SEPTETS : LONGEST_SEPTETS_OF_PART;
        for (int from = 0; from < septets.length;) {
            int to = Math.min(septets.length, from + longest);
            // An escape stays with its letter.
            to -= to < septets.length && septets[to - 1] == GsmAlphabet.ESCAPE ? 1 : 0;
            parts.add(Arrays.copyOfRange(septets, from, to));
            from = to;
        }
        return parts;
    }

    private static List<byte[]> wideParts(String text) {
        List<byte[]> parts = new ArrayList<>();
        int longest = text.length() <= LONGEST_UCS2 ? LONGEST_UCS2 : LONGEST_UCS2_OF_PART;
        for (int from = 0; from < text.length();) {
            int to = Math.min(text.length(), from + longest);
            // A letter of two halves stays together.
            to -= to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            parts.add(text.substring(from, to).getBytes(StandardCharsets.UTF_16BE));
            from = to;
        }
        return parts;
    }

    // To read; what is damaged ends in an IndexOutOfBoundsException or an IllegalArgumentException

    /// @throws IllegalArgumentException where letters are coded in a way that is not known here
    String text() {
        int group = coding >> 4;
        boolean general = group < 8;
        if (general && (group & 2) != 0) {
            throw new IllegalArgumentException("compressed (TS 23.042)");
        }
        int header = headed ? 1 + (octets[0] & 0xFF) : 0;
        boolean wide = general ? (coding >> 2 & 3) == 2 : group == 0xE;
        boolean binary = general ? (coding >> 2 & 3) == 1 : group == 0xF && (coding & 4) != 0;
        if (binary) {
            throw new IllegalArgumentException("no text");
        }
        if (wide) {
            // Not decoded: some senders tear a letter of two halves apart, and joined it is whole again.
            return ByteBuffer.wrap(octets, header, length - header).asCharBuffer().toString();
        }
        int headerSeptets = (8 * header + 6) / 7;
        if (length < headerSeptets) {
            throw new IllegalArgumentException("shorter than its header");
        }
        return GsmAlphabet.text(GsmAlphabet.unpack(octets, header, length - headerSeptets, 7 * headerSeptets - 8 * header));
    }

    /// @throws IllegalArgumentException where a header changes the alphabet: national tables are not known here
    Place place() {
        Place place = Place.WHOLE;
        int end = headed ? 1 + (octets[0] & 0xFF) : 0;
        for (int i = 1; i < end; i += 2 + (octets[i + 1] & 0xFF)) {
            switch (octets[i]) {
                case CONCATENATED -> place = new Place(octets[i + 2] & 0xFF, octets[i + 4] & 0xFF, octets[i + 3] & 0xFF);
                case CONCATENATED_WIDE -> place = new Place((octets[i + 2] & 0xFF) << 8 | octets[i + 3] & 0xFF, octets[i + 5] & 0xFF, octets[i + 4] & 0xFF);
                case NATIONAL_SINGLE_SHIFT, NATIONAL_LOCKING_SHIFT -> throw new IllegalArgumentException("a national alphabet");
                default -> { }
            }
        }
        // Section 9.2.3.24.1: with a number that cannot be, the element is to be ignored.
        return place.number == 0 || place.number > place.of ? Place.WHOLE : place;
    }
}
