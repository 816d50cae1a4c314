import { Client, Events, GatewayIntentBits, type Interaction } from "discord.js";

/** The least that a bot with discord.js can do: it acknowledges each command and answers with a few words. */
const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api: process.env["DISCORD_API_URL"] ?? "" },
});
client.on(Events.InteractionCreate, (interaction) => void echo(interaction));

async function echo(interaction: Interaction): Promise<void> {
  if (!interaction.isChatInputCommand()) return;
  await interaction.deferReply({ flags: "Ephemeral" });
  const content = { type: 10 as const, content: interaction.commandName };
  await interaction.editReply({ flags: "IsComponentsV2", components: [content], allowedMentions: { parse: [] } });
}

client.once(Events.ClientReady, () => process.stdout.write("ready\n"));
await client.login(process.env["DISCORD_TOKEN"]);
