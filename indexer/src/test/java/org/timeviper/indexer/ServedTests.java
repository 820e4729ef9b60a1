package org.timeviper.indexer;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * All tests of what the service says over HTTP, one after another in one process: those that want the same settings come together and share a running service.
 * Each class by itself would start its own. They run by themselves all the same when they are named, as in {@code -Dtest=ServiceTest}.
 */
@Suite
@SelectPackages({"org.timeviper.indexer.http", "org.timeviper.indexer.mcp"})
@IncludeClassNamePatterns(".*Test")
class ServedTests {}
