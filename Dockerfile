# The desk as a container: only what was built and what it needs to run, for a user without rights.
# It runs with a read-only root; /data (the book) and /tmp are all that it writes to.
ARG NODE=20.20.2-bookworm-slim

# Compiles the sources. What this stage needs to do so stays behind in it.
FROM node:${NODE} AS build
WORKDIR /desk
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY bot ./bot
COPY cards ./cards
COPY dialogs ./dialogs
COPY domain ./domain
RUN npm run build

# The packages that run. Of their install scripts only that of botbuilder-dialogs is wanted (see allowScripts).
FROM node:${NODE} AS packages
WORKDIR /desk
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && npm rebuild botbuilder-dialogs

FROM node:${NODE}
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /desk
# A new volume takes over whose the folder is: that of the user "node", by number as orchestrators want it.
RUN install -d -m 0700 -o 1000 -g 1000 /data
COPY --from=packages /desk/node_modules ./node_modules
COPY --from=build /desk/dist ./dist
COPY package.json ./
USER 1000:1000
VOLUME ["/data"]
EXPOSE 3978
# Alive is not ready: a desk that waits for its folder, or for room on the disk, is not to be killed for it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3978}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Not through npm: signals have to reach the desk itself.
CMD ["node", "dist/bot/main.js"]
