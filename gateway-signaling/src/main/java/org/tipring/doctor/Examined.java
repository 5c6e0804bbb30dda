package org.tipring.doctor;

import java.util.List;
import java.util.Map;

/// What came of an examination.
public interface Examined {

    List<Finding> findings();

    /// By name: samples at 8000 a second.
    Map<String, short[]> recordings();
}
