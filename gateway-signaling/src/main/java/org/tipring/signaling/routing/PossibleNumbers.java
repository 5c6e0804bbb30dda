package org.tipring.signaling.routing;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;

/// Whether a number can exist, by its length and country code. libphonenumber is seen here only.
public final class PossibleNumbers {

    private PossibleNumbers() {
    }

    /// @param number +E.164
    public static boolean possible(String number) {
        try {
            PhoneNumberUtil library = PhoneNumberUtil.getInstance();
            return library.isPossibleNumberWithReason(library.parse(number, null)) == ValidationResult.IS_POSSIBLE;
        } catch (NumberParseException _) {
            return false;
        }
    }
}
