package org.timeviper.indexer.library;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** A {@link VideoQuery} as SQL. */
final class VideoSelection {

    private final List<String> conditions = new ArrayList<>();
    private final List<Consumer<Query>> values = new ArrayList<>();
    private final String order;

    VideoSelection(VideoQuery wanted) {
        wanted.name()
                .ifPresent(
                        name -> where("lower(name) like lower(:name) escape '!'", "name", "%" + literal(name) + "%"));
        wanted.state().ifPresent(state -> where("state = :state", "state", state.name()));
        VideoConditions like = wanted.conditions();
        oneOf("collection in (<collections>)", "collections", like.collections());
        oneOf("language in (<languages>)", "languages", like.languages());
        if (!like.tags().isEmpty()) {
            oneOf(
                    "id in (select video_id from video_tags where tag in (<tags>) group by video_id having count(*) = :tags_wanted)",
                    "tags",
                    like.tags());
            values.add(query -> query.bind("tags_wanted", like.tags().size()));
        }
        int keys = 0;
        for (Set<String> terms : like.metadataTerms()) {
            String name = "metadata_" + keys++;
            oneOf("id in (select video_id from video_metadata where term in (<" + name + ">))", name, terms);
        }
        like.from().ifPresent(from -> where("created_at >= :came_from", "came_from", time(from)));
        like.to().ifPresent(to -> where(":came_before > created_at", "came_before", time(to)));
        like.minSeconds().ifPresent(least -> where("duration_seconds >= :least", "least", least));
        like.maxSeconds().ifPresent(most -> where(":most >= duration_seconds and duration_seconds > 0", "most", most));
        wanted.describedBy().forEach(this::describedBy);
        order = " order by " + wanted.order().column() + (wanted.descending() ? " desc" : "") + ", id";
    }

    private void describedBy(DescribedBy wanted) {
        switch (wanted) {
            case DescribedBy.Named(String model) ->
                where("(model_name = :model or model_fingerprint = :model)", "model", model);
            case DescribedBy.Exactly(ModelIdentity model) ->
                where("state = 'READY' and model_fingerprint = :by", "by", model.fingerprint());
            case DescribedBy.NotBy(ModelIdentity model) ->
                where(
                        "state = 'READY' and (model_fingerprint is null or model_fingerprint <> :not_by)",
                        "not_by",
                        model.fingerprint());
        }
    }

    private void where(String condition, String name, Object value) {
        conditions.add(condition);
        values.add(query -> query.bind(name, value));
    }

    private void oneOf(String condition, String name, Collection<String> wanted) {
        if (!wanted.isEmpty()) {
            conditions.add(condition);
            values.add(query -> query.bindList(name, List.copyOf(wanted)));
        }
    }

    private static Object time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** A text as it stands in a pattern, where percent and underscore mean something else. */
    private static String literal(String text) {
        return text.replaceAll("[!%_]", "!$0");
    }

    /** @return a query for some of the videos, in order */
    Query page(Handle handle, int from, int size) {
        return query(handle, "select * from videos", order + " offset :from rows fetch next :size rows only")
                .bind("from", from)
                .bind("size", size);
    }

    /** @return a query for the number of the videos */
    Query count(Handle handle) {
        return query(handle, "select count(*) from videos", "");
    }

    private Query query(Handle handle, String select, String rest) {
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        Query query = handle.createQuery(select + where + rest);
        values.forEach(value -> value.accept(query));
        return query;
    }
}
