package org.timeviper.model.decoder;

/** Hears how tokens of a sequence weigh those before them. */
@FunctionalInterface
public interface MixingListener {

    /** Called for one token in one layer. */
    void onRow(MixingRow row);
}
