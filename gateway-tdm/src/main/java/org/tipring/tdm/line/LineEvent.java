package org.tipring.tdm.line;

/// What can happen to a line, whatever it is made of. What a call wants of it is the same for all: [FxoEvent.Seize], [FxoEvent.Answer],
/// [FxoEvent.Release]; and so is what becomes of its device.
public sealed interface LineEvent permits FxoEvent, MobileEvent { }
