package org.tipring.tdm.cellular;

import java.util.List;

/// In what cellular modems differ.
public enum CellularModel {

    /// E1550, E169, E173 and their like, "voice unlocked". The sound is on the interface before that of the commands, in frames of 320 bytes.
    HUAWEI("Huawei", -1, false, "AT^DDSETEX=2", "", false, 160,
            List.of(InitStep.needed("AT^CVOICE?", "the stick's firmware has no voice (AT^CVOICE? is refused): it is for data only, or must be unlocked"),
                    InitStep.wanted("AT+CMGF=0"), InitStep.wanted("AT+CPMS=\"SM\",\"SM\",\"SM\""), InitStep.wanted("AT+CNMI=2,1,0,2,0"))),

    /// EC20, EC25, EG25-G. The sound is on the NMEA port, armed before each call, and regulated by `+QPCMV: 0,0` and `1,0`.
    QUECTEL("Quectel", -1, true, "AT+QPCMV=0;+QPCMV=1,0", "AT+QPCMV=0", false, 160,
            List.of(InitStep.wanted("AT+QAUDMOD=3"), InitStep.wanted("AT+QGPSCFG=\"outport\",\"none\""),
                    InitStep.orElse("AT+QINDCFG=\"ccinfo\",1,0", "AT^DSCI=1"), InitStep.wanted("AT+QPCMV=0"), InitStep.wanted("AT+CMGF=0"),
                    InitStep.orElse("AT+CPMS=\"ME\",\"ME\",\"ME\"", "AT+CPMS=\"SM\",\"SM\",\"SM\""), InitStep.wanted("AT+CNMI=2,1,0,0,0"))),

    /// SIM7500, SIM7600. The sound may be switched on only during a call, is refused for a while, and degrades after some calls until the
    /// module is restarted.
    SIMCOM("SIMCom", 2, false, "AT+CPCMREG=1", "AT+CPCMREG=0", true, 160,
            List.of(InitStep.wanted("AT+CLCC=1"), InitStep.wanted("AT+CVHU=0"), InitStep.wanted("AT+CPCMFRM=0"),
                    InitStep.wanted("AT+CPCMBANDWIDTH=1,1"), InitStep.wanted("AT+CPCMREG=0"), InitStep.wanted("AT+CMGF=0"),
                    InitStep.wanted("AT+CPMS=\"SM\",\"SM\",\"SM\""), InitStep.wanted("AT+CNMI=2,1,0,0,0")));

    /// The first EC20 firmwares want their sound in large pieces.
    private static final int EC20_SAMPLES = 800;

    private final String maker;
    private final int audioInterface;
    private final boolean armsBeforeCall;
    private final String audioOn;
    private final String audioOff;
    private final boolean tires;
    private final int writeSamples;
    private final List<InitStep> init;

    CellularModel(String maker, int audioInterface, boolean armsBeforeCall, String audioOn, String audioOff, boolean tires, int writeSamples,
            List<InitStep> init) {
        this.maker = maker;
        this.audioInterface = audioInterface;
        this.armsBeforeCall = armsBeforeCall;
        this.audioOn = audioOn;
        this.audioOff = audioOff;
        this.tires = tires;
        this.writeSamples = writeSamples;
        this.init = init;
    }

    /// For people.
    public String maker() {
        return maker;
    }

    /// Where the sound is: so many USB interfaces after that of the commands.
    public int audioInterface() {
        return audioInterface;
    }

    boolean armsBeforeCall() {
        return armsBeforeCall;
    }

    String audioOn() {
        return audioOn;
    }

    /// Empty: it ends by itself.
    String audioOff() {
        return audioOff;
    }

    /// Whether the sound degrades until `AT+CRESET`.
    boolean tires() {
        return tires;
    }

    /// How many samples are written at once.
    ///
    /// @param identity what the module said it is
    int writeSamples(String identity) {
        return this == QUECTEL && identity.contains("EC20") ? EC20_SAMPLES : writeSamples;
    }

    List<InitStep> init() {
        return init;
    }

    /// One thing that is said at the start.
    ///
    /// @param otherwise said when it is refused, or empty
    /// @param failure why the module cannot serve when it is refused, or empty when it can all the same
    record InitStep(String line, String otherwise, String failure) {

        static InitStep wanted(String line) {
            return new InitStep(line, "", "");
        }

        static InitStep orElse(String line, String otherwise) {
            return new InitStep(line, otherwise, "");
        }

        static InitStep needed(String line, String failure) {
            return new InitStep(line, "", failure);
        }
    }
}
