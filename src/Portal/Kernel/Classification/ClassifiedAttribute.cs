namespace Portal.Kernel.Classification;

/// <summary>Says what kind of data a stored property holds. A stored property without it fails the architecture tests.</summary>
/// <param name="dataClass">The kind.</param>
/// <param name="reason">Why it may be stored so; required for <see cref="DataClass.Plain"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ClassifiedAttribute(DataClass dataClass, string reason = "") : Attribute
{
    /// <summary>The kind of data.</summary>
    public DataClass DataClass { get; } = dataClass;

    /// <summary>Why it may be stored so.</summary>
    public string Reason { get; } = reason;
}
