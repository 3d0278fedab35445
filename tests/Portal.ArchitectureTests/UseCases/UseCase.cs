using Mono.Cecil;
using Mono.Cecil.Cil;
using Portal.ArchitectureTests.Reading;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;

namespace Portal.ArchitectureTests.UseCases;

/// <summary>A use case as compiled, with what it is made of: its own type and, by constructor, the types it is given.</summary>
internal sealed class UseCase(TypeDefinition type)
{
    private readonly List<TypeDefinition> closure = [.. Closure(type, [])];

    public string Name => type.Name;

    public string FullName => type.FullName;

    public TypeDefinition Type => type;

    /// <summary>The feature's folder.</summary>
    public string Feature => type.Namespace.Split('.').SkipWhile(part => part != "Features").ElementAtOrDefault(1) ?? "-";

    public IEnumerable<MethodDefinition> Verbs => type.Methods.Where(method => method is { IsPublic: true, IsStatic: false, IsConstructor: false, IsSpecialName: false });

    public IReadOnlyList<Permission> Needs => type.Attribute(typeof(NeedsAttribute)) is { } needs
        ? [.. ((CustomAttributeArgument[])needs.ConstructorArguments[0].Value).Select(argument => (Permission)(int)argument.Value)]
        : [];

    public string? OpenToAll => type.Attribute(typeof(OpenToAllAttribute))?.ConstructorArguments[0].Value as string;

    public bool HasGate => closure.Any(one => one.FullName == typeof(Gate).FullName);

    public bool HasAudit => closure.Any(one => one.FullName == typeof(AuditLog).FullName);

    /// <summary>Whether it touches rows of patients.</summary>
    public bool TouchesPatients => Own.Any(one => one.Instructions().Select(step => step.Operand).OfType<GenericInstanceMethod>()
        .Any(call => call.GenericArguments.Any(argument => argument.Is(typeof(Portal.Data.Sealing.SealedRow).FullName!))));

    /// <summary>The permissions that its code asks for: those of its access requests and of <c>actor.Has(…)</c>.</summary>
    public IReadOnlySet<Permission> Asked => Own.SelectMany(AskedIn).ToHashSet();

    // What belongs to its feature; the Gate's and the audit log's inner workings ask for nothing on their own.
    private IEnumerable<TypeDefinition> Own => closure.Where(one => one.Namespace.Split('.').Contains("Features") || one == type);

    private static IEnumerable<Permission> AskedIn(TypeDefinition type)
    {
        foreach (var step in type.Instructions())
        {
            switch (step.Operand)
            {
                case MethodReference { Name: ".ctor", DeclaringType.Name: nameof(AccessRequest) }:
                    yield return Constant(step.Previous.Previous.Previous.Previous, type);
                    break;
                case MethodReference { Name: nameof(Actor.Has), DeclaringType.Name: nameof(Actor) }:
                    yield return Constant(step.Previous, type);
                    break;
                case MethodReference { Name: nameof(Gate.OpenForImportAsync), DeclaringType.Name: nameof(Gate) }:
                    yield return Permission.ImportRecords;
                    break;
            }
        }
    }

    private static Permission Constant(Instruction step, TypeDefinition type) => step.OpCode.Code switch
    {
        >= Code.Ldc_I4_0 and <= Code.Ldc_I4_8 => (Permission)(step.OpCode.Code - Code.Ldc_I4_0),
        Code.Ldc_I4_S => (Permission)(sbyte)step.Operand,
        _ => throw new InvalidOperationException($"{type.FullName} asks for a permission that is no constant; the matrix cannot be made from it."),
    };

    private static HashSet<TypeDefinition> Closure(TypeDefinition type, HashSet<TypeDefinition> seen)
    {
        if (seen.Add(type))
        {
            foreach (var need in type.Methods.Where(method => method is { IsConstructor: true, IsStatic: false }).SelectMany(method => method.Parameters))
            {
                if (need.ParameterType.Resolve() is { } needed && needed.Namespace.StartsWith(nameof(Portal), StringComparison.Ordinal))
                {
                    Closure(needed, seen);
                }
            }
        }

        return seen;
    }
}
