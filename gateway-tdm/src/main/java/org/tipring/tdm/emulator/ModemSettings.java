package org.tipring.tdm.emulator;

import java.util.EnumSet;
import java.util.Set;

/// How an emulated voice modem is made and what it does wrong.
///
/// @param wedgeAfter streams until [Misbehaviour#WEDGED] strikes
/// @param packetSamples samples that leave together: 64 as a USB bulk packet does; more costs less in virtual time
public record ModemSettings(ModemProfile profile, Set<Misbehaviour> misbehaviours, int wedgeAfter, int packetSamples) {

    public static final ModemSettings CX93001 = new ModemSettings(ModemProfile.CX93001, Set.of(), 10, 64);

    public ModemSettings {
        misbehaviours = Set.copyOf(misbehaviours);
        if (packetSamples < 1 || packetSamples > 400) {
            throw new IllegalArgumentException("a packet has 1 to 400 samples: " + packetSamples);
        }
    }

    public ModemSettings with(Misbehaviour... more) {
        Set<Misbehaviour> all = EnumSet.noneOf(Misbehaviour.class);
        all.addAll(misbehaviours);
        all.addAll(Set.of(more));
        return new ModemSettings(profile, all, wedgeAfter, packetSamples);
    }

    public ModemSettings with(ModemProfile other) {
        return new ModemSettings(other, misbehaviours, wedgeAfter, packetSamples);
    }

    public ModemSettings withWedgeAfter(int streams) {
        return new ModemSettings(profile, misbehaviours, streams, packetSamples);
    }

    public ModemSettings withPacketSamples(int samples) {
        return new ModemSettings(profile, misbehaviours, wedgeAfter, samples);
    }

    boolean does(Misbehaviour misbehaviour) {
        return misbehaviours.contains(misbehaviour);
    }
}
