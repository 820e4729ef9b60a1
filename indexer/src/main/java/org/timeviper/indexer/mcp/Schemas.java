package org.timeviper.indexer.mcp;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** JSON schemas of records: what their components are, how they are described, and to which constraints they are held. */
final class Schemas {

    private static final SchemaGenerator GENERATOR = generator();

    private Schemas() {}

    static JsonNode of(Class<?> type) {
        return GENERATOR.generateSchema(type);
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .without(Option.SCHEMA_VERSION_INDICATOR)
                .with(Option.INLINE_ALL_SCHEMAS, Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT);
        builder.forFields()
                .withDescriptionResolver(
                        field -> said(field, JsonPropertyDescription.class, JsonPropertyDescription::value))
                .withDefaultResolver(
                        field -> said(field, JsonProperty.class, said -> Integer.valueOf(said.defaultValue())))
                .withRequiredCheck(
                        field -> field.getType().isPrimitive() || is(field, NotNull.class) || is(field, NotBlank.class))
                .withNumberInclusiveMinimumResolver(field -> is(field, PositiveOrZero.class)
                        ? BigDecimal.ZERO
                        : said(field, Min.class, min -> BigDecimal.valueOf(min.value())))
                .withNumberInclusiveMaximumResolver(
                        field -> said(field, Max.class, max -> BigDecimal.valueOf(max.value())))
                .withStringMinLengthResolver(field -> is(field, NotBlank.class) ? 1 : null)
                .withStringMaxLengthResolver(
                        field -> field.getType().isInstanceOf(String.class) ? said(field, Size.class, Size::max) : null)
                .withArrayMaxItemsResolver(
                        field -> field.getType().isInstanceOf(List.class) ? said(field, Size.class, Size::max) : null);
        return new SchemaGenerator(builder.build());
    }

    private static boolean is(FieldScope field, Class<? extends Annotation> annotation) {
        return said(field, annotation, there -> true) != null;
    }

    /** What is said of a list is not said of what it holds. */
    private static <N extends Annotation, T> T said(FieldScope field, Class<N> annotation, Function<N, T> what) {
        return field.isFakeContainerItemScope()
                ? null
                : Optional.ofNullable(field.getRawMember().getAnnotation(annotation))
                        .map(what)
                        .orElse(null);
    }
}
