package org.tipring.tdm.fuzz;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.tipring.tdm.card.CardCommand;
import org.tipring.tdm.card.CardFrames;
import org.tipring.tdm.card.CardReader;
import org.tipring.tdm.card.CardReport;
import org.tipring.tdm.card.CardSession;

/// A line card's bytes, cut wherever USB may cut them: the same frames come out however they are cut, and a session with whoever sent them
/// says only what a card can read, reports only what it may, and ends or goes on.
///
/// The first byte says how the rest is cut; of the second, bit 0: the session is up already; bit 1: the rest is the bodies of frames, each after
/// its length, and the borders and checksums are made here, which no mutation finds.
public final class CardFuzz {

    private static final byte[] IDENTITY = HexFormat.of().parseHex("01010003073f00020102046361726403312e30024137");

    private CardFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(data, 2, data.length);
        byte[] bytes = (data[1] & 2) != 0 ? framed(rest) : rest;
        int cut = 1 + (data[0] & 0x3f);
        String whole = heard(bytes, Math.max(1, bytes.length), (data[1] & 1) != 0);
        String pieces = heard(bytes, cut, (data[1] & 1) != 0);
        if (!whole.equals(pieces)) {
            throw new AssertionError("cut by " + cut + " it reads differently:\n" + whole + "\n" + pieces);
        }
    }

    private static byte[] framed(byte[] rest) {
        byte[] out = new byte[rest.length * 8 + CardFrames.MOST_WIRE];
        int length = 0;
        for (int at = 0; at + 4 <= rest.length && length + CardFrames.MOST_WIRE <= out.length; ) {
            int size = Math.min(rest[at] & 0xff, rest.length - at - 4);
            byte[] payload = Arrays.copyOfRange(rest, at + 4, at + 4 + size);
            length = CardFrames.encode(rest[at + 1] & 0xff, rest[at + 2] & 0xff, rest[at + 3] & 0xff, payload, size, out, length);
            at += 4 + size;
        }
        return Arrays.copyOf(out, length);
    }

    private static String heard(byte[] bytes, int piece, boolean up) {
        Session session = new Session(up);
        CardReader reader = new CardReader(session);
        for (int at = 0; at < bytes.length; at += piece) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
            reader.feed(part, part.length);
        }
        session.elapse();
        return session.said.append(" damaged ").append(reader.damaged()).toString();
    }

    private static final class Session implements CardReader.Listener {

        private final CardSession session = new CardSession(1);
        private final StringBuilder said = new StringBuilder();
        private long now = 1;
        private boolean lost;

        Session(boolean up) {
            act(session.start(now));
            if (up) {
                act(session.frame(0x06, CardFrames.CARD, 0, IDENTITY, now));
                for (int i = 0; i < 12; i++) {
                    act(session.command(i % 2, new CardCommand.Polarity(true), now));
                }
            }
        }

        @Override
        public void frame(int type, int port, int sequence, byte[] body, int offset, int length) {
            if (length < 0 || length > CardFrames.MOST_PAYLOAD || offset + length > body.length) {
                throw new AssertionError("a payload of " + length);
            }
            said.append('\n').append(type).append(' ').append(port).append(' ').append(sequence).append(' ')
                    .append(HexFormat.of().formatHex(body, offset, offset + length));
            now += 1_000_000;
            if (type == 1) {
                session.heard(now);
            } else {
                act(session.frame(type, port, sequence, Arrays.copyOfRange(body, offset, offset + length), now));
            }
        }

        /// Until the card has been silent for too long.
        void elapse() {
            for (int i = 0; i < 200 && !lost; i++) {
                now = Math.max(now, Math.min(session.nextDeadline(), now + 100_000_000));
                act(session.tick(now));
            }
            if (!lost) {
                throw new AssertionError("a card that says nothing any more is still there");
            }
            if (!session.tick(now + 1).isEmpty() || session.nextDeadline() != Long.MAX_VALUE) {
                throw new AssertionError("a session that is over goes on");
            }
        }

        private void act(List<CardSession.Action> actions) {
            for (CardSession.Action action : actions) {
                switch (action) {
                    case CardSession.Action.Transmit(byte[] wire) -> readable(wire);
                    case CardSession.Action.Up _, CardSession.Action.Interrupted _ -> said.append("\nsession");
                    case CardSession.Action.Lost(String why) -> {
                        lost = true;
                        said.append("\nlost ").append(why);
                    }
                    case CardSession.Action.Report(int port, CardReport report) -> said.append("\nreport ").append(port).append(' ').append(report);
                }
            }
        }

        private void readable(byte[] wire) {
            int[] frames = {0};
            CardReader card = new CardReader((_, _, _, _, _, _) -> frames[0]++);
            card.feed(wire, wire.length);
            if (frames[0] != 1 || card.damaged() != 0) {
                throw new AssertionError("the card cannot read " + HexFormat.of().formatHex(wire));
            }
        }
    }
}
