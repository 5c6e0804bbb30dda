package org.tipring.media.engine;

import java.util.Arrays;
import java.util.List;
import org.tipring.media.engine.key.KeyClamp;
import org.tipring.media.engine.record.Recorder;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.TelephoneEventReceiver.Signal;

/// A telephone line and two others or more, each a line or an RTP peer: everybody hears all the others. The first line's clock leads; each
/// other party's is evened out against it. Sound is 8 kHz here, whatever the codecs.
///
/// ```
///  lead ──read──► echo canceller ──┐            ┌──► to each party: the sum without its own; where it takes keys as events, behind a [KeyClamp]
///  party ──► [ConferenceParty#next] ┴─► sum ──► ┴──► to the lead: the sum without its own
/// ```
/// Owned by the media thread. Nothing is allocated for a frame.
final class ConferenceBridge implements Bridge, PacketSink {

    private final long id;
    private final LineEndpoint lead;
    private final ConferenceParty[] parties;
    private final short[] fromLead = new short[Pcm.FRAME];
    /// What the lead says to those that get its keys as events.
    private final short[] withoutKeys = new short[Pcm.FRAME];
    private final KeyClamp clamp = new KeyClamp();
    private final short[] out = new short[Pcm.FRAME];
    private boolean data;
    private final int[] sum = new int[Pcm.FRAME];
    private Recorder recorder;

    ConferenceBridge(long id, LineEndpoint lead, List<ConferenceParty> others, LoopContext loop) {
        this.id = id;
        this.lead = lead;
        this.parties = others.toArray(ConferenceParty[]::new);
        for (ConferenceParty party : parties) {
            if (party instanceof ConferenceParty.OnRtp peer) {
                peer.rtp.sink(this);
            }
        }
        loop.serveAt(loop.nowNanos);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void serve(long nowNanos) {
        for (ConferenceParty party : parties) {
            party.take(nowNanos);
        }
        for (int nth = 1; lead.read(fromLead, nowNanos); nth++) {
            Arrays.fill(sum, 0);
            for (ConferenceParty party : parties) {
                party.next(nowNanos);
                add(party.says);
            }
            limit(null);
            lead.answer(out, nth);
            char begun = lead.hearKeys(fromLead);
            lead.suppress(fromLead);
            if (recorder != null) {
                recorder.write(fromLead, out);
            }
            System.arraycopy(fromLead, 0, withoutKeys, 0, Pcm.FRAME);
            clamp.pass(withoutKeys, lead.suspectsKey(), lead.keySounds());
            for (ConferenceParty party : parties) {
                tell(party, begun, nth, nowNanos);
            }
        }
        passData();
        for (ConferenceParty party : parties) {
            party.give(nowNanos);
        }
    }

    /// After a stall only as much goes on as a conversation bears to be late by.
    private void tell(ConferenceParty party, char begun, int nth, long nowNanos) {
        if (nth > LineEndpoint.CATCH_UP_FRAMES) {
            party.miss(nowNanos);
            return;
        }
        short[] said = party.takesKeys() ? withoutKeys : fromLead;
        if (party instanceof ConferenceParty.OnRtp peer && peer.takesKeys()) {
            peer.rtp.output().lineKey(begun, lead.keySounds(), nowNanos);
        }
        add(said);
        limit(party.says);
        takeAway(said);
        party.hear(out, nowNanos);
    }

    /// A fax machine or modem of anybody's: from then on nothing is left out of anybody's sound and no time is made or saved, as between two.
    private void passData() {
        boolean now = lead.carriesData();
        for (ConferenceParty party : parties) {
            now |= party.carriesData();
        }
        if (now && !data) {
            data = true;
            clamp.open();
            for (ConferenceParty party : parties) {
                if (party instanceof ConferenceParty.OnRtp peer) {
                    peer.rtp.passData();
                }
            }
        }
    }

    private void add(short[] frame) {
        for (int i = 0; i < Pcm.FRAME; i++) {
            sum[i] += frame[i];
        }
    }

    private void takeAway(short[] frame) {
        for (int i = 0; i < Pcm.FRAME; i++) {
            sum[i] -= frame[i];
        }
    }

    /// Writes the sum into [#out].
    ///
    /// @param own what is left out of it; null: nothing
    private void limit(short[] own) {
        for (int i = 0; i < Pcm.FRAME; i++) {
            int sample = own == null ? sum[i] : sum[i] - own[i];
            out[i] = (short) Math.clamp(sample, Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    private ConferenceParty.OnRtp party(RtpEndpoint from) {
        for (ConferenceParty party : parties) {
            if (party instanceof ConferenceParty.OnRtp peer && peer.rtp == from) {
                return peer;
            }
        }
        throw new IllegalStateException("not in this conference: " + from.id());
    }

    @Override
    public void onSound(RtpEndpoint from, RtpPacket packet, boolean newSource, int ticks, long nowNanos) {
        if (newSource) {
            party(from).player.forget();
        }
        from.playout().put(packet, ticks, nowNanos);
    }

    @Override
    public void onNoise(RtpEndpoint from, RtpPacket packet, boolean newSource, long nowNanos) {
        from.playout().noise(packet);
    }

    @Override
    public void onKey(RtpEndpoint from, Signal signal, RtpPacket packet, boolean newSource, long nowNanos) {
        ConferenceParty.OnRtp of = party(from);
        if (signal.begins()) {
            lead.keyDown(from.key());
            for (ConferenceParty party : parties) {
                if (party != of) {
                    party.keyDown(from.key(), nowNanos);
                }
            }
        }
        if (signal.ends()) {
            keysUp();
            of.keyTail.ended(nowNanos);
        }
    }

    private void keysUp() {
        lead.keyUp();
        for (ConferenceParty party : parties) {
            party.keyUp();
        }
    }

    @Override
    public void onSettled(RtpEndpoint from, long nowNanos) {
        // Whether it holds is looked at with every frame.
    }

    @Override
    public void onTyped(RtpEndpoint from, char key, long nowNanos) {
        lead.key(key);
    }

    @Override
    public void record(Recorder newRecorder, long nowNanos) {
        recorder = Recorder.replace(recorder, newRecorder);
    }

    @Override
    public boolean joins(RtpEndpoint endpoint) {
        for (ConferenceParty party : parties) {
            if (party instanceof ConferenceParty.OnRtp peer && peer.rtp == endpoint) {
                return true;
            }
        }
        return false;
    }

    @Override
    public LineEndpoint line(String name) {
        if (lead.name().equals(name)) {
            return lead;
        }
        for (ConferenceParty party : parties) {
            if (party instanceof ConferenceParty.OnLine other && other.line.name().equals(name)) {
                return other.line;
            }
        }
        return null;
    }

    @Override
    public void part() {
        lead.keyUp();
        for (ConferenceParty party : parties) {
            party.part();
        }
        record(null, 0);
    }
}
