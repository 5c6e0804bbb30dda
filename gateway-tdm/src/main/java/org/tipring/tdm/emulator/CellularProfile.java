package org.tipring.tdm.emulator;

/// Which cellular module is played.
public enum CellularProfile {
    HUAWEI("huawei", "E173", "11.126.85.00.209"), QUECTEL("Quectel", "EC25", "EC25EFAR06A01M4G"), SIMCOM("SIMCOM INCORPORATED", "SIMCOM_SIM7600E-H", "LE20B05SIM7600M22");

    final String maker;
    final String model;
    final String firmware;

    CellularProfile(String maker, String model, String firmware) {
        this.maker = maker;
        this.model = model;
        this.firmware = firmware;
    }
}
