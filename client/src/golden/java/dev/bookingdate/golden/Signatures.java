package dev.bookingdate.golden;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a caller of a class can compile against, one line each: types, generics, and what may be null. */
final class Signatures {
    private Signatures() {}

    /** Returns the lines of one type, sorted; none if it is not visible from outside. */
    static Stream<String> of(Class<?> type) {
        if (!isVisible(type)) {
            return Stream.empty();
        }
        return Stream.concat(Stream.of(header(type)), members(type).sorted().map(line -> "    " + line));
    }

    private static boolean isVisible(Class<?> type) {
        return isVisible(type.getModifiers())
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String header(Class<?> type) {
        String kind = type.isEnum() ? "enum " : type.isInterface() ? "interface " : "class ";
        // Static says nothing about an enum, and final is left out by some compilers.
        int modifiers =
                type.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED | Modifier.ABSTRACT | Modifier.FINAL);
        AnnotatedType superclass = type.getAnnotatedSuperclass();
        String parent =
                superclass == null || superclass.getType() == Object.class ? "" : " extends " + text(superclass);
        return Modifier.toString(modifiers)
                + (type.isSealed() ? " sealed " : " ")
                + kind
                + type.getName()
                + parameters(type.getTypeParameters())
                + parent
                + list(" implements ", type.getAnnotatedInterfaces(), "")
                + permits(type);
    }

    /** Another one breaks each `switch` that lists them. */
    private static String permits(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .map(permitted -> shorten(permitted.getName()))
                        .collect(Collectors.joining(", ", " permits ", ""))
                : "";
    }

    private static Stream<String> members(Class<?> type) {
        return Stream.of(
                        Arrays.stream(type.getDeclaredFields())
                                .filter(field -> isVisible(field.getModifiers()) && !field.isSynthetic())
                                .map(Signatures::line),
                        Arrays.stream(type.getDeclaredConstructors())
                                .filter(constructor ->
                                        isVisible(constructor.getModifiers()) && !constructor.isSynthetic())
                                .map(Signatures::line),
                        Arrays.stream(type.getDeclaredMethods())
                                .filter(method -> isVisible(method.getModifiers()) && !method.isSynthetic())
                                .map(Signatures::line))
                .flatMap(lines -> lines);
    }

    private static String line(Field field) {
        return Modifier.toString(field.getModifiers()) + " " + text(field.getAnnotatedType()) + " " + field.getName();
    }

    private static String line(Constructor<?> constructor) {
        return Modifier.toString(constructor.getModifiers()) + " new" + arguments(constructor);
    }

    private static String line(Method method) {
        String generics = parameters(method.getTypeParameters());
        return Modifier.toString(method.getModifiers() & Modifier.methodModifiers()) + " "
                + (generics.isEmpty() ? "" : generics + " ") + text(method.getAnnotatedReturnType()) + " "
                + method.getName() + arguments(method);
    }

    private static String arguments(Executable executable) {
        return list("(", executable.getAnnotatedParameterTypes(), ")", true)
                + list(" throws ", executable.getAnnotatedExceptionTypes(), "");
    }

    private static String parameters(java.lang.reflect.TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables)
                        .map(variable -> variable.getName() + list(" extends ", variable.getAnnotatedBounds(), ""))
                        .map(variable -> variable.replace(" extends Object", ""))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String list(String before, AnnotatedType[] types, String after) {
        return list(before, types, after, false);
    }

    private static String list(String before, AnnotatedType[] types, String after, boolean always) {
        return types.length == 0 && !always
                ? ""
                : Arrays.stream(types).map(Signatures::text).collect(Collectors.joining(", ", before, after));
    }

    private static String text(AnnotatedType type) {
        String nullable = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
        if (type instanceof AnnotatedArrayType array) {
            return text(array.getAnnotatedGenericComponentType()) + (nullable.isEmpty() ? "[]" : " @Nullable []");
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return nullable + "?" + bounds(wildcard);
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            String raw = generic.getType().getTypeName().replaceFirst("<.*", "");
            return nullable + shorten(raw) + list("<", generic.getAnnotatedActualTypeArguments(), ">");
        }
        return nullable + shorten(type.getType().getTypeName());
    }

    private static String bounds(AnnotatedWildcardType wildcard) {
        AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
        if (lower.length > 0) {
            return list(" super ", lower, "");
        }
        List<AnnotatedType> upper = List.of(wildcard.getAnnotatedUpperBounds());
        return upper.get(0).getType() == Object.class ? "" : " extends " + text(upper.get(0));
    }

    private static String shorten(String name) {
        return name.replaceFirst("^java[.](lang|util)[.](?=[A-Z])", "")
                .replaceFirst("^dev[.]bookingdate[.]client[.]generated[.](?=[A-Z])", "");
    }
}
