package org.timeviper.model.measure;

/**
 * Where the picture as a whole is at a frame, since the stretch began.
 *
 * @param across pixels to the right
 * @param down pixels
 * @param growth share by which what is seen grew
 * @param support share of the blocks that went so
 * @param spread whether those lie all over the picture
 * @param still share of the blocks of the first frame that are where they were
 */
record CameraStep(double across, double down, double growth, double support, boolean spread, double still) {

    static final CameraStep NONE = new CameraStep(0, 0, 0, 1, true, 1);

    /** @return where a motion from here leads */
    CameraStep then(GlobalMotion motion, double sinceFirst) {
        return new CameraStep(
                across + motion.across(),
                down + motion.down(),
                growth + motion.growth(),
                motion.support(),
                motion.spread(),
                sinceFirst);
    }
}
