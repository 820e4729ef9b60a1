package org.timeviper.indexer.media.decoder.shots;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds cuts: a step from one look to the next that is larger than those around it, after which nothing looks as it did before. A flash goes back, and a fast movement goes on.
 */
final class CutFinder {

    /**
     * @param second of the first picture after it
     * @param odds logarithm
     */
    record Cut(double second, double odds) {}

    private static final double AROUND_SECONDS = 0.35;
    private static final double LEAST_STEP = 10;
    private static final int NEAR = 2;

    private final EditOdds odds;
    private final double least;
    private final double apart;
    private final int around;
    private final Recent looks;
    private final double[] steps;
    private final List<Cut> cuts = new ArrayList<>();
    private int judged = 1;

    /**
     * @param rate pictures a second
     * @param least odds from which a step is a cut
     * @param apart seconds between two cuts, at least; of nearer ones the surer one is kept
     */
    CutFinder(double rate, EditOdds odds, double least, double apart) {
        this.odds = odds;
        this.least = least;
        this.apart = apart;
        this.around = (int) Math.max(2, Math.round(AROUND_SECONDS * rate));
        this.looks = new Recent(2 * around + 2);
        this.steps = new double[2 * around + 2];
    }

    void accept(Look look) {
        int number = looks.count();
        steps[number % steps.length] = number == 0
                ? 0
                : Rows.apart(look.colours(), looks.get(number - 1).colours());
        looks.add(look);
        while (judged + around < looks.count()) {
            judge(judged++);
        }
    }

    /** @return all cuts, in order */
    List<Cut> finish() {
        while (judged < looks.count()) {
            judge(judged++);
        }
        return List.copyOf(cuts);
    }

    private void judge(int number) {
        double step = step(number);
        if (step < LEAST_STEP || step < most(number - NEAR, number + NEAR)) {
            return;
        }
        Look before = looks.get(number - 1);
        Look after = looks.get(number);
        double found = odds.of(
                Math.log(step),
                share(mean(number - around, number - 1), step),
                share(most(number - around, number - 1), step),
                share(mean(number + 1, number + around), step),
                share(most(number + 1, number + around), step),
                share(returned(number), step),
                before.light().alike(after.light()),
                before.gradients().alike(after.gradients()),
                before.lines().alike(after.lines()));
        if (found >= least) {
            keep(new Cut(after.second(), found));
        }
    }

    private void keep(Cut cut) {
        Cut last = cuts.isEmpty() ? null : cuts.getLast();
        if (last == null || cut.second() - last.second() >= apart) {
            cuts.add(cut);
        } else if (cut.odds() > last.odds()) {
            cuts.set(cuts.size() - 1, cut);
        }
    }

    private static double share(double of, double step) {
        return Math.log((of + 1) / (step + 1));
    }

    private double step(int number) {
        return steps[number % steps.length];
    }

    private double most(int from, int to) {
        double most = 0;
        for (int i = Math.max(1, from); i <= Math.min(to, looks.count() - 1); i++) {
            most = Math.max(most, step(i));
        }
        return most;
    }

    private double mean(int from, int to) {
        int first = Math.max(1, from);
        int last = Math.min(to, looks.count() - 1);
        double sum = 0;
        for (int i = first; i <= last; i++) {
            sum += step(i);
        }
        return last < first ? 0 : sum / (last - first + 1);
    }

    /** How near what comes after is to what was before, at its nearest. */
    private double returned(int number) {
        double nearest = Double.MAX_VALUE;
        for (int before = Math.max(0, number - around); before < number; before++) {
            for (int after = number; after < Math.min(looks.count(), number + around); after++) {
                nearest = Math.min(
                        nearest,
                        Rows.apart(looks.get(before).colours(), looks.get(after).colours()));
            }
        }
        return nearest;
    }
}
