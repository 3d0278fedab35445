namespace Portal.Kernel.Access;

/// <summary>Says that a use case asks for no permission, and why: signing in, for example, is for those who are nobody yet.</summary>
/// <param name="reason">Why everybody may use it; it is printed in the approved permission matrix.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpenToAllAttribute(string reason) : Attribute
{
    /// <summary>Why everybody may use it.</summary>
    public string Reason { get; } = reason;
}
