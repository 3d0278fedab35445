using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Portal.ArchitectureTests.Reading;

/// <summary>What a type names and calls, with all that the compiler made of it (lambdas, iterators, state machines).</summary>
internal static class TypeReading
{
    /// <summary>The types written by hand, outermost ones only.</summary>
    public static IEnumerable<TypeDefinition> Written(this ModuleDefinition module) => module.Types.Where(type => !type.Name.StartsWith('<'));

    public static IEnumerable<TypeDefinition> In(this ModuleDefinition module, string rootNamespace) =>
        module.Written().Where(type => type.Namespace == rootNamespace || type.Namespace.StartsWith(rootNamespace + ".", StringComparison.Ordinal));

    public static IEnumerable<TypeDefinition> WithNested(this TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    public static IEnumerable<Instruction> Instructions(this TypeDefinition type) =>
        type.WithNested().SelectMany(part => part.Methods).Where(method => method.HasBody).SelectMany(method => method.Body.Instructions);

    /// <summary>The methods that a type calls or takes the address of.</summary>
    public static IEnumerable<MethodReference> Calls(this TypeDefinition type) => type.Instructions().Select(one => one.Operand).OfType<MethodReference>();

    /// <summary>The full names of all types that a type names, each with its outermost type in place of a nested one.</summary>
    public static IReadOnlySet<string> Names(this TypeDefinition type) =>
        type.WithNested().SelectMany(Mentioned).SelectMany(Parts).Select(one => Outermost(one).FullName).ToHashSet(StringComparer.Ordinal);

    public static TypeReference Outermost(this TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>Whether a type or one of its base types has this full name.</summary>
    public static bool Is(this TypeReference type, string fullName)
    {
        for (var one = type; one is not null; one = BaseOf(one))
        {
            if (one.GetElementType().FullName == fullName)
            {
                return true;
            }
        }

        return false;
    }

    public static CustomAttribute? Attribute(this ICustomAttributeProvider provider, Type attribute) =>
        provider.CustomAttributes.FirstOrDefault(one => one.AttributeType.FullName == attribute.FullName);

    // A type parameter counts as what it is constrained to.
    private static TypeReference? BaseOf(TypeReference type) => type is GenericParameter parameter
        ? parameter.Constraints.Select(constraint => constraint.ConstraintType).FirstOrDefault(constraint => constraint.Resolve() is { IsClass: true })
        : type.Resolve()?.BaseType;

    private static IEnumerable<TypeReference?> Mentioned(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(one => one.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.CustomAttributes.SelectMany(OfAttribute),
        .. type.Properties.SelectMany(property => property.CustomAttributes).SelectMany(OfAttribute),
        .. type.GenericParameters.SelectMany(OfConstraints),
        .. type.Methods.SelectMany(OfMethod),
    ];

    private static IEnumerable<TypeReference?> OfMethod(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method.CustomAttributes.SelectMany(OfAttribute),
        .. method.GenericParameters.SelectMany(OfConstraints),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(OfOperand) : [],
    ];

    private static IEnumerable<TypeReference> OfConstraints(GenericParameter parameter) => parameter.Constraints.Select(one => one.ConstraintType);

    private static IEnumerable<TypeReference> OfAttribute(CustomAttribute attribute) =>
        attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>().Prepend(attribute.AttributeType);

    private static IEnumerable<TypeReference?> OfOperand(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method =>
        [
            method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
        ],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        _ => [type],
    };
}
