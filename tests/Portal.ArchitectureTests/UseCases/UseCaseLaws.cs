using Mono.Cecil;
using Portal.ArchitectureTests.Reading;
using Portal.Kernel.Access;

namespace Portal.ArchitectureTests.UseCases;

/// <summary>What every use case keeps to.</summary>
internal static class UseCaseLaws
{
    /// <summary>The use cases that are registered with the container.</summary>
    public static IReadOnlyList<UseCase> Registered(ModuleDefinition module) =>
        [.. module.Written().SelectMany(type => type.Calls()).OfType<GenericInstanceMethod>()
            .Where(call => call.Name == nameof(UseCaseRegistration.AddUseCase))
            .Select(call => call.GenericArguments[0].Resolve()).Where(type => type is not null)
            .DistinctBy(type => type.FullName).OrderBy(type => type.FullName, StringComparer.Ordinal).Select(type => new UseCase(type))];

    /// <summary>Classes of a feature that look like use cases: public, with work to await.</summary>
    public static IReadOnlyList<UseCase> ByShape(ModuleDefinition module, string features) =>
        [.. module.In(features)
            .Where(type => type is { IsPublic: true, IsClass: true, IsAbstract: false } && !type.IsValueType)
            .Select(type => new UseCase(type)).Where(useCase => useCase.Verbs.Any(IsAwaited))];

    public static IEnumerable<string> Violations(UseCase useCase) =>
        Shape(useCase).Concat(Actors(useCase)).Concat(Doors(useCase)).Select(fault => $"{useCase.FullName}: {fault}");

    private static IEnumerable<string> Shape(UseCase useCase)
    {
        if (!useCase.Type.IsSealed || useCase.Type.Methods.Any(method => method is { IsConstructor: true, IsPublic: true }))
        {
            yield return "must be sealed, with an internal constructor";
        }

        if (!useCase.Verbs.Any())
        {
            yield return "has no public method";
        }
    }

    private static IEnumerable<string> Actors(UseCase useCase) =>
        useCase.Verbs.Where(verb => verb.Parameters.FirstOrDefault()?.ParameterType.FullName != typeof(Actor).FullName)
            .Select(verb => $"{verb.Name} must take an Actor first");

    private static IEnumerable<string> Doors(UseCase useCase)
    {
        if (useCase.OpenToAll is { } reason ? useCase.Needs.Count > 0 || reason.Length < 10 : useCase.Needs.Count == 0)
        {
            yield return "must say either [Needs(…)] or [OpenToAll(\"reason\")]";
        }

        if (useCase.TouchesPatients && !useCase.HasGate)
        {
            yield return "touches rows of patients and has no Gate";
        }

        if (useCase.OpenToAll is null && !useCase.HasGate && !(useCase.HasAudit && useCase.Asked.Count > 0))
        {
            yield return "neither uses the Gate nor asks for a permission and audits it";
        }

        if (!useCase.Asked.SetEquals(useCase.Needs))
        {
            yield return $"says it needs [{string.Join(", ", useCase.Needs)}] and asks for [{string.Join(", ", useCase.Asked)}]";
        }
    }

    private static bool IsAwaited(MethodDefinition method) =>
        method.ReturnType.Name is var name
        && (name.StartsWith("Task", StringComparison.Ordinal) || name.StartsWith("ValueTask", StringComparison.Ordinal) || name.StartsWith("IAsyncEnumerable", StringComparison.Ordinal));
}
