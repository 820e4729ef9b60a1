package org.timeviper.indexer.library;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A pool of connections that lets everybody through who wants one, or one who wants to be alone with the database. */
final class SharedSource implements DataSource {

    private final DataSource pool;
    private final int connections;
    private final Semaphore places;

    /** @param connections how many connections the pool has at most */
    SharedSource(DataSource pool, int connections) {
        this.pool = pool;
        this.connections = connections;
        this.places = new Semaphore(connections, true);
    }

    /**
     * Does something while no connection of the pool is in use. Whoever wants one meanwhile waits.
     *
     * @param patienceMillis how long those who have a connection are waited for; whoever has one and wants another waits as long
     * @return whether it was done; false if somebody kept his connection
     */
    boolean alone(long patienceMillis, Runnable work) {
        try {
            if (!places.tryAcquire(connections, patienceMillis, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            work.run();
            return true;
        } finally {
            places.release(connections);
        }
    }

    /** A place is taken before the connection, which is looked at as it is taken: it may be another database by the time there is a place. */
    @Override
    public Connection getConnection() throws SQLException {
        places.acquireUninterruptibly();
        boolean taken = false;
        try {
            Connection connection = returning(pool.getConnection());
            taken = true;
            return connection;
        } finally {
            if (!taken) {
                places.release();
            }
        }
    }

    /** The connection, which gives its place back when it is closed. */
    private Connection returning(Connection connection) {
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("close") && closed.compareAndSet(false, true)) {
                            places.release();
                        }
                    }
                });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("The pool has one user, who is set when it is made.");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(SharedSource.class.getPackageName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || pool.isWrapperFor(type);
    }
}
