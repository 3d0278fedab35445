using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Desk;
using Portal.Features.Identity.Devices;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Keys;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Features.Identity.Passkeys;
using Portal.Features.Identity.Passwords;
using Portal.Features.Identity.Recovery;
using Portal.Features.Identity.Senders;
using Portal.Features.Identity.Sessions;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.Identity;

internal static class IdentityModule
{
    // OWASP's figure for PBKDF2 with HMAC-SHA512; some 160 ms of a core for each sign-in.
    private const int HashIterations = 210_000;

    public static IServiceCollection AddIdentity(this IServiceCollection services) => services
        .AddAccounts()
        .AddFormKeys()
        .AddSingleton<FirstGrants>()
        .AddSingleton<HeldRoles>()
        .AddSingleton<TryCounter>()
        .AddSingleton<TotpCheck>()
        .AddSingleton<RecoveryCodes>()
        .AddSessionLimits()
        .AddPasskeys()
        .AddSingleton<SessionBook>()
        .AddSingleton<SessionCheck>()
        .AddSingleton<KnownDevices>()
        .AddSingleton<SessionsJob>()
        .AddHostedService(provider => provider.GetRequiredService<SessionsJob>())
        .AddSingleton<LockNotices>()
        .AddHostedService(provider => provider.GetRequiredService<LockNotices>())
        .AddSingleton<SessionOpening>()
        .AddSingleton<IdentityAudit>()
        .AddSingleton<AccountNames>()
        .AddSingleton<PatientAccounts>()
        .AddSingleton<TreatingStaff>()
        .AddSingleton<IAccessFact, SelfFact>()
        .AddSingleton<IAddressBook, AccountAddresses>()
        .AddSingleton<NewAccountWriter>()
        .AddSingleton<InvitationSeal>()
        .AddSingleton<InvitationBook>()
        .AddSingleton<InvitationAudit>()
        .AddSingleton<AdministratorDoor>()
        .AddSingleton<ApproverDoor>()
        .AddSingleton<OtherSide>()
        .AddSingleton<SecondApproval>()
        .AddSingleton<OwnAccountDoor>()
        .AddSingleton<FreshFactor>()
        .AddSingleton<SessionRenewal>()
        .AddSingleton<TotpOffers>()
        .AddSingleton<AccountChanged>()
        .AddSingleton<CredentialChange>()
        .AddRecovery()
        .AddDesk()
        .AddUseCase<SignIn>()
        .AddUseCase<ConfirmTotp>()
        .AddUseCase<UseRecoveryCode>()
        .AddUseCase<BeginTotpEnrolment>()
        .AddUseCase<CompleteTotpEnrolment>()
        .AddUseCase<FindSession>()
        .AddUseCase<FindEndedSessions>()
        .AddUseCase<ListSessions>()
        .AddUseCase<KeepTyped>()
        .AddUseCase<FindTyped>()
        .AddUseCase<EndSession>()
        .AddUseCase<EndOtherSessions>()
        .AddUseCase<SignOut>()
        .AddUseCase<RecordVisitRefused>()
        .AddUseCase<CountSender>()
        .AddUseCase<CheckReady>()
        .AddSingleton<TellOnce>()
        .AddUseCase<TellCertificateEnd>()
        .AddUseCase<TellAuditTrouble>()
        .AddSingleton<AuditWatch>()
        .AddHostedService(provider => provider.GetRequiredService<AuditWatch>())
        .AddSingleton<AuditTroubleJob>()
        .AddHostedService(provider => provider.GetRequiredService<AuditTroubleJob>())
        .AddUseCase<CreateAccount>()
        .AddUseCase<FindAccount>()
        .AddUseCase<InviteFirstAdministrator>()
        .AddUseCase<InviteAccount>()
        .AddUseCase<ApproveInvitation>()
        .AddUseCase<DeclineInvitation>()
        .AddUseCase<WithdrawInvitation>()
        .AddUseCase<OpenActivation>()
        .AddUseCase<ActivateAccount>()
        .AddUseCase<ListPeople>()
        .AddUseCase<FindStaff>()
        .AddSingleton<PersonItems>()
        .AddSingleton<RoleBook>()
        .AddSingleton<TwoSides>()
        .AddSingleton<RoleRequests>()
        .AddSingleton<EmailChanges>()
        .AddSingleton<UnusedLinksJob>()
        .AddHostedService(provider => provider.GetRequiredService<UnusedLinksJob>())
        .AddSingleton<AccountClosing>()
        .AddSingleton<LastOnes>()
        .AddUnusedAccounts()
        .AddUseCase<OpenPerson>()
        .AddUseCase<DisableAccount>()
        .AddUseCase<EnableAccount>()
        .AddUseCase<EndPersonsSessions>()
        .AddUseCase<ChangeRole>()
        .AddUseCase<ApproveRole>()
        .AddUseCase<DeclineRole>()
        .AddUseCase<ChangeEmail>()
        .AddUseCase<ChangeOwnEmail>()
        .AddUseCase<ConfirmEmail>()
        .AddUseCase<ConfirmStepUp>()
        .AddUseCase<OpenOwnAccount>()
        .AddUseCase<ChangePassword>()
        .AddUseCase<OfferNewApp>()
        .AddUseCase<ConfirmNewApp>()
        .AddUseCase<RenewRecoveryCodes>()
        .AddUseCase<DemoAccounts>();

    private static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        // Before AddIdentityCore, which leaves alone what is there.
        services.AddSingleton<ILookupNormalizer, BlindLookup>();
        services.AddSingleton<IPasswordHasher<Account>, NormalisingHasher>();
        services.AddSingleton<PasswordRules>();
        services.AddSingleton<TotpProvider>();
        services.AddSingleton<AccountUsers>();
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = HashIterations);
        services.AddIdentityCore<Account>(Configure).AddTokenProvider<TotpProvider>(TokenOptions.DefaultAuthenticatorProvider);
        // A manager lives as long as one use case's context; AccountUsers makes it, and nobody gets one from the container.
        services.RemoveAll<UserManager<Account>>();
        services.RemoveAll<IUserClaimsPrincipalFactory<Account>>();
        return services;
    }

    private static void Configure(IdentityOptions options)
    {
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        options.User.RequireUniqueEmail = true;
        options.User.AllowedUserNameCharacters = "";
        // Rules for passwords are not options: see PasswordRules.
    }

    // A host that has configured limits has added them before.
    private static IServiceCollection AddSessionLimits(this IServiceCollection services)
    {
        services.TryAddSingleton(SessionLimits.Default);
        services.TryAddSingleton(Places.None);
        return services;
    }

    private static IServiceCollection AddUnusedAccounts(this IServiceCollection services)
    {
        services.TryAddSingleton(UnusedAccounts.Default);
        return services.AddSingleton<UnusedAccountsJob>().AddHostedService(provider => provider.GetRequiredService<UnusedAccountsJob>());
    }

    // As with the limits: a host that knows its address has said so before.
    private static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.TryAddSingleton(PasskeySite.None);
        return services
            .AddSingleton<PasskeyBook>()
            .AddSingleton<PasskeyChallenges>()
            .AddSingleton<PasskeyCeremony>()
            .AddSingleton<PasskeyProof>()
            .AddUseCase<AskForPasskey>()
            .AddUseCase<AskForOwnPasskey>()
            .AddUseCase<SignInWithPasskey>()
            .AddUseCase<OfferPasskey>()
            .AddUseCase<AddPasskey>()
            .AddUseCase<RenamePasskey>()
            .AddUseCase<RemovePasskey>();
    }

    private static IServiceCollection AddFormKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("Portal");
        services.AddSingleton<DataProtectionKeyStore>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = provider.GetRequiredService<DataProtectionKeyStore>();
            // The store encrypts the whole document; a second layer inside would only look like one.
            options.XmlEncryptor = new NullXmlEncryptor();
        }));
        return services;
    }
}
