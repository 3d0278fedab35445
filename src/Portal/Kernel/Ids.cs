namespace Portal.Kernel;

/// <summary>The opaque token of a patient. It says nothing about the person; identity and clinical tables meet through it alone.</summary>
/// <param name="Value">A random UUID.</param>
public readonly record struct PatientId(Guid Value) : IComparable<PatientId>
{
    /// <summary>Makes a new token.</summary>
    public static PatientId New() => new(Guid.NewGuid());

    /// <inheritdoc/>
    public int CompareTo(PatientId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>The id of a person's account.</summary>
/// <param name="Value">A random UUID.</param>
public readonly record struct AccountId(Guid Value)
{
    /// <summary>Makes a new id.</summary>
    public static AccountId New() => new(Guid.NewGuid());

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>The public id of a session row. It is not the secret in the cookie and opens nothing.</summary>
/// <param name="Value">A random UUID.</param>
public readonly record struct SessionId(Guid Value)
{
    /// <summary>Makes a new id.</summary>
    public static SessionId New() => new(Guid.NewGuid());

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>The id of an audit entry; a caller makes it, so that a retry after an unknown outcome writes the entry once.</summary>
/// <param name="Value">A UUID version 7 (RFC 9562).</param>
public readonly record struct EntryId(Guid Value)
{
    /// <summary>Makes a new id whose leading bits follow the given time.</summary>
    public static EntryId New(DateTimeOffset at) => new(Guid.CreateVersion7(at));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
