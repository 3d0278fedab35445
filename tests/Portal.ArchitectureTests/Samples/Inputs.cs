// Use cases that take something from outside: one that validates it, and some that do not.
using FluentValidation;
using Portal.Data;
using Portal.Kernel.Access;

namespace Portal.ArchitectureTests.Samples.Features.Inputs;

internal sealed record Words(string First, string Second);

internal sealed class WordRules : AbstractValidator<Words>
{
    public WordRules()
    {
        RuleFor(words => words.First).NotEmpty();
        RuleFor(words => words.Second).NotEmpty();
    }
}

internal sealed class HalfOfTheWordRules : AbstractValidator<Words>
{
    public HalfOfTheWordRules() => RuleFor(words => words.First).NotEmpty();
}

[OpenToAll("a sample that needs no permission")]
public sealed class WithAValidator
{
    private readonly PortalDatabase database;

    internal WithAValidator(PortalDatabase database) => this.database = database;

    public async Task<string> ForAsync(Actor actor, string first, string second, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await new WordRules().ValidateAndThrowAsync(new Words(first, second), cancel);
        await using var db = database.Open();
        return first;
    }
}

[OpenToAll("a sample that needs no permission")]
public sealed class WithoutValidator
{
    internal WithoutValidator()
    {
    }

    public Task<string> ForAsync(Actor actor, string first)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Task.FromResult(first);
    }
}

[OpenToAll("a sample that needs no permission")]
public sealed class WithHalfAValidator
{
    internal WithHalfAValidator()
    {
    }

    public async Task<string> ForAsync(Actor actor, string first, string second, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(second);
        await new WordRules().ValidateAndThrowAsync(new Words(first, ""), cancel);
        return second;
    }
}

[OpenToAll("a sample that needs no permission")]
public sealed class WithALateValidator
{
    private readonly PortalDatabase database;

    internal WithALateValidator(PortalDatabase database) => this.database = database;

    public async Task<string> ForAsync(Actor actor, string first, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = database.Open();
        await new WordRules().ValidateAndThrowAsync(new Words(first, first), cancel);
        return first;
    }
}
