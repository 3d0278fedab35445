using System.Reflection;
using System.Runtime.CompilerServices;
using FluentValidation;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Portal.ArchitectureTests.Reading;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.ArchitectureTests.UseCases;

/// <summary>
/// Every use case validates its input, whoever sends it: each public method gives whatever it takes from outside to a FluentValidation validator before it
/// opens a context or asks the Gate. Nothing to validate: the actor, a purpose (the Gate denies what it does not know), opaque ids (an id of nothing finds
/// nothing), a time zone (the system makes no wrong one), yes or no, progress and cancellation.
/// </summary>
internal static class InputLaws
{
    private static readonly HashSet<string> Opaque =
    [
        .. new[] { typeof(Actor), typeof(Purpose), typeof(CancellationToken), typeof(Guid), typeof(bool), typeof(PatientId), typeof(AccountId), typeof(SessionId), typeof(EntryId), typeof(TimeZoneInfo) }
            .Select(type => type.FullName!),
    ];

    /// <summary>Faults as <c>Method: what is wrong</c>.</summary>
    public static IEnumerable<string> Violations(UseCase useCase) =>
        useCase.Verbs.SelectMany(verb => Faults(verb).Select(fault => $"{useCase.Name}.{verb.Name}: {fault}"));

    /// <summary>Fields of a validated input that no rule looks at.</summary>
    public static IEnumerable<string> Unruled(Assembly assembly) =>
        assembly.GetTypes().Where(type => !type.IsAbstract && typeof(IValidator).IsAssignableFrom(type)).SelectMany(Unruled);

    private static IEnumerable<string> Unruled(Type validator)
    {
        var input = validator.GetInterfaces().Single(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IValidator<>)).GenericTypeArguments[0];
        foreach (var instance in InstancesOf(validator))
        {
            var ruled = instance.CreateDescriptor().GetMembersWithValidators().Select(rule => rule.Key).ToHashSet(StringComparer.Ordinal);
            foreach (var property in input.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => !IsOpaque(property.PropertyType)))
            {
                if (!ruled.Contains(property.Name))
                {
                    yield return $"{validator.FullName}: no rule for {property.Name}";
                }
            }
        }
    }

    // A validator is made by its constructor, without parameters or with a clock, or stands in static properties of its own type.
    private static IEnumerable<IValidator> InstancesOf(Type validator) =>
        validator.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is { } make
            ? [(IValidator)make.Invoke([])]
            : validator.GetConstructor([typeof(TimeProvider)]) is { } withClock ? [(IValidator)withClock.Invoke([TimeProvider.System])]
            : validator.GetProperties(BindingFlags.Static | BindingFlags.Public).Where(property => property.PropertyType == validator)
                .Select(property => (IValidator)property.GetValue(null)!);

    private static bool IsOpaque(Type type) => Opaque.Contains((Nullable.GetUnderlyingType(type) ?? type).FullName!);

    private static IEnumerable<string> Faults(MethodDefinition verb)
    {
        var outside = verb.Parameters.Where(parameter => !IsOpaque(parameter.ParameterType)).ToList();
        if (outside.Count == 0)
        {
            yield break;
        }

        var steps = BodyOf(verb).Instructions;
        var at = steps.ToList().FindIndex(Validates);
        if (at < 0)
        {
            yield return "validates nothing";
            yield break;
        }

        var before = steps.Take(at).ToList();
        foreach (var parameter in outside.Where(parameter => !before.Any(step => Takes(step, verb, parameter))))
        {
            yield return $"does not validate {parameter.Name}";
        }

        if (before.Any(Opens))
        {
            yield return "validates after it has opened something";
        }
    }

    private static bool IsOpaque(TypeReference type) =>
        Opaque.Contains(type.FullName)
        || type.Namespace == "System" && type.Name == "IProgress`1"
        || (type is GenericInstanceType { ElementType.FullName: "System.Nullable`1" } maybe && IsOpaque(maybe.GenericArguments[0]));

    // What the compiler made of an async method or an iterator is in its state machine.
    public static Mono.Cecil.Cil.MethodBody BodyOf(MethodDefinition verb) =>
        (verb.Attribute(typeof(AsyncStateMachineAttribute)) ?? verb.Attribute(typeof(AsyncIteratorStateMachineAttribute)) ?? verb.Attribute(typeof(IteratorStateMachineAttribute)))
            is { } machine
                ? ((TypeReference)machine.ConstructorArguments[0].Value).Resolve().Methods.Single(method => method.Name == "MoveNext").Body
                : verb.Body;

    private static bool Validates(Instruction step) =>
        step.Operand is MethodReference { Name: "Validate" or "ValidateAsync" or "ValidateAndThrow" or "ValidateAndThrowAsync" } call
        && call.DeclaringType.GetElementType().Namespace == nameof(FluentValidation);

    public static bool Opens(Instruction step) =>
        step.Operand is MethodReference call && (call.DeclaringType.FullName == typeof(PortalDatabase).FullName || call.DeclaringType.FullName == typeof(Gate).FullName);

    // A state machine holds a parameter in a field of the same name; to look whether it is null is not to validate it.
    private static bool Takes(Instruction step, MethodDefinition verb, ParameterDefinition parameter) =>
        (step.Operand is FieldReference field && field.Name == parameter.Name && step.OpCode.Code == Code.Ldfld || ArgumentOf(step, verb) == parameter)
        && !IsNullCheck(step.Next) && !IsNullCheck(step.Next?.Next);

    private static bool IsNullCheck(Instruction? step) => step?.Operand is MethodReference { Name: "ThrowIfNull" };

    private static ParameterDefinition? ArgumentOf(Instruction step, MethodDefinition verb) => step.OpCode.Code switch
    {
        >= Code.Ldarg_1 and <= Code.Ldarg_3 when verb.Body.Instructions.Contains(step) => verb.Parameters.ElementAtOrDefault(step.OpCode.Code - Code.Ldarg_1),
        Code.Ldarg_S or Code.Ldarg => step.Operand as ParameterDefinition,
        _ => null,
    };
}
