using System.Reflection;
using System.Text;
using Portal.ArchitectureTests.UseCases;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.ArchitectureTests.Views;

/// <summary>The fields that each use case hands out, and to which roles.</summary>
internal static class ViewFields
{
    private const string Head = """
        Which fields leave the core, by use case and role (45 CFR 164.502(b), minimum necessary).

        A field that is not listed here cannot be shown: the test that compares this file with the code fails.
        Adding a line shows more of a patient to somebody; it wants the approval of whoever answers for that.

        """;

    public static string Of(IEnumerable<UseCase> useCases)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var useCase in useCases)
        {
            var type = typeof(PortalAssembly).Assembly.GetType(useCase.FullName, throwOnError: true)!;
            var roles = Enum.GetValues<Role>().Where(role => useCase.OpenToAll is not null || useCase.Needs.Any(one => Roles.Permit(role, one)));
            var fields = type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).SelectMany(verb => Fields(verb.ReturnType)).Distinct();
            text.Append($"\n{useCase.Name}, for {(useCase.OpenToAll is null ? string.Join(", ", roles) : "everybody")}\n");
            text.AppendJoin("", fields.DefaultIfEmpty("(no fields)").Select(field => $"  {field}\n"));
        }

        return text.ToString();
    }

    /// <summary>The fields of a view, those of its parts included: <c>Banner.Name.Family</c>.</summary>
    public static IEnumerable<string> Fields(Type view) => Unwrap(view) is { } inner && IsView(inner)
        ? inner.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && property.Name != "EqualityContract")
            .SelectMany(property => Below($"{Title(inner)}.{property.Name}", property.PropertyType))
        : [];

    private static IEnumerable<string> Below(string path, Type type) => Unwrap(type) is var inner && IsView(inner)
        ? Forms(inner).SelectMany(form => form.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .SelectMany(property => Below($"{path}.{property.Name}", property.PropertyType)).Distinct()
        : [path];

    // What is declared as an abstract view comes as one of its forms.
    private static IEnumerable<Type> Forms(Type view) =>
        view.IsAbstract ? view.Assembly.GetTypes().Where(type => type.IsSubclassOf(view)).OrderBy(type => type.Name, StringComparer.Ordinal) : [view];

    private static bool IsView(Type type) =>
        type.Namespace?.StartsWith("Portal", StringComparison.Ordinal) == true && !type.IsEnum && type != typeof(PatientId) && type != typeof(AccountId) && type != typeof(SessionId);

    // What only carries a view: a task, a page, a list, a revealed cell, a nullable.
    private static Type Unwrap(Type type)
    {
        if (type.IsArray)
        {
            return Unwrap(type.GetElementType()!);
        }

        if (!type.IsGenericType)
        {
            return type;
        }

        var definition = type.GetGenericTypeDefinition();
        var carries = definition == typeof(Revealed<>) || definition == typeof(Page<>) || definition.Namespace!.StartsWith("System", StringComparison.Ordinal);
        return carries && type.GetGenericArguments() is [var one] ? Unwrap(one) : type;
    }

    private static string Title(Type type) => type.Name.Split('`')[0];
}
