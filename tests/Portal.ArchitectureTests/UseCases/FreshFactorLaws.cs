using Mono.Cecil;
using Mono.Cecil.Cil;
using Portal.ArchitectureTests.Reading;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.ArchitectureTests.UseCases;

/// <summary>
/// A use case that says it needs a fresh factor asks for one in each of its verbs, before it opens anything itself; one that does not say so never asks. So the
/// attribute can be believed by whoever reads it.
/// </summary>
internal static class FreshFactorLaws
{
    public static IEnumerable<string> Violations(UseCase useCase)
    {
        var says = useCase.Type.Attribute(typeof(NeedsFreshFactorAttribute)) is not null;
        return useCase.Verbs.Select(verb => Fault(verb, says)).OfType<string>().Select(fault => $"{useCase.Name}.{fault}");
    }

    /// <summary>Whether it says that it needs one.</summary>
    public static bool Says(UseCase useCase) => useCase.Type.Attribute(typeof(NeedsFreshFactorAttribute)) is not null;

    private static string? Fault(MethodDefinition verb, bool says)
    {
        var steps = InputLaws.BodyOf(verb).Instructions;
        var asks = steps.ToList().FindIndex(Asks);
        return says && asks < 0 ? $"{verb.Name} says it needs a fresh factor and does not ask for one"
            : says && steps.Take(asks).Any(InputLaws.Opens) ? $"{verb.Name} asks for a fresh factor after it has opened something"
            : !says && asks >= 0 ? $"{verb.Name} asks for a fresh factor and does not say so"
            : null;
    }

    private static bool Asks(Instruction step) =>
        step.Operand is MethodReference { Name: nameof(FreshFactor.RequireAsync) or nameof(FreshFactor.RequireForNewAppAsync) } call
        && call.DeclaringType.FullName == typeof(FreshFactor).FullName;
}
