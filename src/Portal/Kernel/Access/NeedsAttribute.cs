namespace Portal.Kernel.Access;

/// <summary>
/// Says which permission a use case asks for; the approved permission matrix is made from it (45 CFR 164.308(a)(4)). It decides nothing:
/// the use case asks the Gate, or the actor, itself, and the architecture tests compare both.
/// </summary>
/// <param name="permissions">The permissions it asks for; where there are several, any one of them opens it.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAttribute(params Permission[] permissions) : Attribute
{
    /// <summary>The permissions it asks for; any one of them opens it.</summary>
    public IReadOnlyList<Permission> Permissions { get; } = permissions;
}
