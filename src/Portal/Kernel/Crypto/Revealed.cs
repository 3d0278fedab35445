namespace Portal.Kernel.Crypto;

/// <summary>One protected cell after an access revealed it: a value, nothing, or damage. Damage is a state of one cell and never takes a list down.</summary>
/// <typeparam name="T">The type of the plain value.</typeparam>
public readonly record struct Revealed<T>
{
    private readonly T? value;

    private Revealed(T? value, bool hasValue, bool isDamaged)
    {
        this.value = value;
        HasValue = hasValue;
        IsDamaged = isDamaged;
    }

    /// <summary>The cell was empty.</summary>
    public static Revealed<T> Missing => default;

    /// <summary>The cell cannot be trusted or read: moved, altered, or its row's seal is broken.</summary>
    public static Revealed<T> Damaged { get; } = new(default, hasValue: false, isDamaged: true);

    /// <summary>Whether there is a value.</summary>
    public bool HasValue { get; }

    /// <summary>Whether the cell is damaged.</summary>
    public bool IsDamaged { get; }

    /// <summary>The value, or the type's default where there is none.</summary>
    public T? ValueOrDefault => value;

    /// <summary>A readable cell.</summary>
    public static Revealed<T> Of(T value) => new(value, hasValue: true, isDamaged: false);

    /// <summary>The same state with the value mapped.</summary>
    public Revealed<TResult> Select<TResult>(Func<T, TResult> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return IsDamaged ? Revealed<TResult>.Damaged : HasValue ? Revealed<TResult>.Of(map(value!)) : Revealed<TResult>.Missing;
    }

    // The compiler's record printing would put the value into a log line by accident.
    /// <inheritdoc/>
    public override string ToString() => IsDamaged ? "(damaged)" : HasValue ? "(value)" : "(empty)";
}
