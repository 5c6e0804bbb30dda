/// `gateway line doctor`: measures a telephone line, proposes what lines.ini should say of it, and keeps the recordings that show why.
///
/// [org.tipring.doctor.Examination] is what is done, in order, as a person would; [org.tipring.doctor.Practice] lets time pass while the
/// lines work, in one thread; nothing of the gateway runs meanwhile.
package org.tipring.doctor;
