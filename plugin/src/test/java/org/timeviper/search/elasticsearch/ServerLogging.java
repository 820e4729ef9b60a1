package org.timeviper.search.elasticsearch;

import org.elasticsearch.common.logging.LogConfigurator;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Gives the server's classes the loggers that they ask for when they are loaded, which its vector formats are as soon as any index is written beside them. */
public final class ServerLogging implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        LogConfigurator.configureESLogging();
    }
}
